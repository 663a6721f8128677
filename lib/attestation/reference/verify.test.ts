import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import type { Check } from '#lib/encoding/check.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { findPemBlocks } from '#lib/encoding/pem.ts';
import { keyUsage } from '#lib/testing/certificate-authority.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { parseSwidManifest } from './swid.ts';
import { verifyReferenceManifest } from './verify.ts';

const signer = makeManifestSigner('kirin');
const stranger = makeManifestSigner('stranger');
const anchor = { certificate: parseCertificate(signer.authority.certificate) };
const AT = '2026-01-01T00:00:00Z';
const manifest = makeManifest({ files: [{ name: 'x1.rimel', bytes: encodeUtf8('log') }] });
const { keyName, keyValue } = signer.keyInfo;

interface Trust {
  readonly anchors?: readonly (typeof anchor)[];
  readonly atHand?: readonly Uint8Array[];
  readonly at?: string;
}

function checksOf(bytes: Uint8Array | string, { anchors = [anchor], atHand = [], at = AT }: Trust = {}): readonly Check[] {
  const document = parseSwidManifest(typeof bytes === 'string' ? encodeUtf8(bytes) : bytes);
  return verifyReferenceManifest({ document, anchors, intermediates: atHand.map((der) => parseCertificate(der)), at });
}

const statuses = (bytes: Uint8Array | string, trust: Trust = {}): Record<string, string> =>
  Object.fromEntries(checksOf(bytes, trust).map(({ id, status }) => [id, status]));
const TRUSTED = { signature: 'pass', chain: 'pass', validity: 'pass', revocation: 'unknown' };
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('who signed', () => {
  test('a certificate in the file with a path to an anchor convinces, and is named', () => {
    const checks = checksOf(signer.sign(manifest));
    expect(Object.fromEntries(checks.map(({ id, status }) => [id, status]))).toEqual(TRUSTED);
    expect(checks.find(({ id }) => id === 'chain')?.signers?.map(({ name }) => name)).toEqual([
      'CN=kirin reference signer',
      'CN=kirin reference root',
    ]);
  });

  test('an anchor that is the signer itself convinces', () => {
    const anchors = [{ certificate: parseCertificate(signer.certificate) }];
    expect(statuses(signer.sign(manifest), { anchors })).toEqual(TRUSTED);
    expect(statuses(signer.sign(manifest, keyValue), { anchors })).toEqual(TRUSTED);
  });

  test('a key that a device holds gives no reference values, whoever vouches for it', () => {
    const told = (oid: string, value: string) => {
      const extension = { oid, value: new Uint8Array(Buffer.from(value, 'hex')) };
      const device = makeManifestSigner('device', { authority: signer.authority, extensions: [keyUsage(0), extension] });
      return checksOf(device.sign(manifest)).find(({ id }) => id === 'chain');
    };
    // Purposes: of an attestation key, and of the TCG's that no key of a device has. Policy: verified to be fixed in a TPM.
    expect(told('2.5.29.37', '300706056781050803')).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('a key that a device holds'),
    });
    expect(told('2.5.29.37', '300706056781050802')).toMatchObject({ status: 'pass' });
    expect(told('2.5.29.32', '300a300806066781050b0102')).toMatchObject({ status: 'fail' });
  });

  test('a key in the file alone is no ground', () => {
    expect(statuses(signer.sign(manifest, keyValue))).toMatchObject({ signature: 'pass', chain: 'unknown', validity: 'unknown' });
  });

  test('a key in the file is that of a certificate at hand', () => {
    expect(statuses(signer.sign(manifest, keyValue), { atHand: [signer.certificate, stranger.certificate] })).toEqual(TRUSTED);
  });

  test('a name alone leads to the certificate at hand whose key verifies', () => {
    expect(statuses(signer.sign(manifest, keyName), { atHand: [stranger.certificate, signer.certificate] })).toEqual(TRUSTED);
    expect(statuses(signer.sign(manifest, ''), { atHand: [stranger.certificate, signer.certificate] })).toEqual(TRUSTED);
    expect(statuses(signer.sign(manifest, stranger.keyInfo.keyName), { atHand: [stranger.certificate] })).toMatchObject({
      signature: 'unknown',
      chain: 'unknown',
    });
  });

  test("a stranger's certificate in the file convinces nobody", () => {
    expect(statuses(stranger.sign(manifest))).toMatchObject({ signature: 'pass', chain: 'unknown' });
    expect(statuses(stranger.sign(manifest), { atHand: [signer.certificate] })).toMatchObject({ chain: 'unknown' });
  });

  test("an anchor's certificate beside a stranger's signature makes it fail", () => {
    expect(statuses(stranger.sign(manifest, signer.keyInfo.certificate))).toMatchObject({ signature: 'fail', chain: 'unknown' });
  });

  test('an unsigned manifest is open, and never passes', () => {
    expect(statuses(manifest)).toMatchObject({ signature: 'unknown', chain: 'unknown' });
  });

  test('without anchors the chain stays open', () => {
    expect(statuses(signer.sign(manifest), { anchors: [] })).toMatchObject({ signature: 'pass', chain: 'unknown' });
  });
});

describe('for what and when a signer may sign', () => {
  const eku = (oid: string): { readonly oid: string; readonly value: Uint8Array } => ({ oid: '2.5.29.37', value: Buffer.from(oid, 'hex') });
  test.each([
    ['certificates alone', [keyUsage(5)], 'fail'],
    ['servers', [keyUsage(0), eku('300a06082b06010505070301')], 'fail'],
    ['anything', [keyUsage(0), eku('30060604551d2500')], 'pass'],
    ['what nobody limited', [], 'pass'],
  ])('a certificate for %s', (_, extensions, status) => {
    const other = makeManifestSigner('purpose', { extensions });
    const anchors = [{ certificate: parseCertificate(other.authority.certificate) }];
    expect(statuses(other.sign(manifest), { anchors }).chain).toBe(status);
  });

  test('a certificate that ended before', () => {
    const early = makeManifestSigner('early', { notAfter: '2024-01-01T00:00:00Z' });
    const anchors = [{ certificate: parseCertificate(early.authority.certificate) }];
    expect(statuses(early.sign(manifest), { anchors })).toMatchObject({ signature: 'pass', validity: 'fail' });
    expect(statuses(early.sign(manifest), { anchors, at: '2023-12-31T00:00:00Z' })).toEqual(TRUSTED);
  });
});

describe('tricks', () => {
  const signed = text(signer.sign(manifest));
  const signature = /<Signature .*<\/Signature>/.exec(signed)?.[0] ?? '';
  const unsigned = text(manifest);

  test.each<[string, string]>([
    [
      'a digest of the payload changed',
      signed.replace(/SHA256:hash="./, (head) => `${head.slice(0, -1)}${head.endsWith('0') ? '1' : '0'}`),
    ],
    [
      'a file added',
      signed.replace(
        '<Directory name="rim">',
        '<Directory name="rim"><File xmlns:s="http://www.w3.org/2001/04/xmlenc#sha256" s:hash="'.concat('00'.repeat(32), '" name="evil"/>'),
      ),
    ],
    ['two signatures', signed.replace(signature, signature + signature)],
    ['a second signature inside the payload', signed.replace('</Payload>', `${signature}</Payload>`)],
    ['a second signature inside the first', signed.replace('</KeyInfo>', `</KeyInfo><Object>${signature}</Object>`)],
    ['the signature moved into the payload', unsigned.replace('</Payload>', `${signature}</Payload>`)],
    ['the signed manifest wrapped into another', unsigned.replace('</Payload>', `${signed}</Payload>`)],
    ['a reference by identifier', signed.replace('URI=""', 'URI="#a"')],
    ['a reference to an address', signed.replace('URI=""', 'URI="http://127.0.0.1/"')],
    ['a reference by pointer', signed.replace('URI=""', 'URI="#xpointer(/)"')],
    ['no reference', signed.replace(/<Reference .*<\/Reference>/, '')],
    ['two references', signed.replace(/<Reference .*<\/Reference>/, (reference) => reference + reference)],
    [
      'a transform by style sheet',
      signed.replace(
        'xmldsig#enveloped-signature',
        'xmldsig#enveloped-signature"/><Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116',
      ),
    ],
    [
      'a transform by XPath alone',
      signed.replace('http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/TR/1999/REC-xpath-19991116'),
    ],
    ['no transforms', signed.replace(/<Transforms>.*<\/Transforms>/, '')],
  ])('%s never convinces', (_, changed) => {
    expect(changed).not.toBe(signed);
    const { signature: told, chain } = statuses(changed);
    expect(told).toBe('fail');
    expect(chain).not.toBe('pass');
  });

  test('an algorithm that is not known leaves it open', () => {
    expect(statuses(signed.replace('#ecdsa-sha256', '#rot13'))).toMatchObject({ signature: 'unknown', chain: 'unknown' });
  });

  test('no flipped bit of what is signed convinces', () => {
    const bytes = signer.sign(manifest);
    const end = signed.indexOf('<Signature ');
    for (let bit = 0; bit < end * 8; bit += 5) {
      const changed = Uint8Array.from(bytes);
      const at = bit >> 3;
      changed[at] = (changed[at] ?? 0) ^ (1 << (bit & 7));
      expect(convinces(changed), `bit ${bit}`).toBe(false);
    }
  });
});

/** What the canonical form evens out is no change: white space inside a tag. */
function convinces(bytes: Uint8Array): boolean {
  try {
    const { signature, chain } = statuses(bytes);
    return signature === 'pass' && chain === 'pass';
  } catch (error) {
    if (error instanceof ParseError) return false;
    throw error;
  }
}

const CORPUS = join(import.meta.dirname, '../../../../shared/corpus');
if (!existsSync(CORPUS)) console.warn(`NOTICE: no corpus at ${CORPUS}; real manifests were not verified.`);

describe.runIf(existsSync(CORPUS))('real manifests', () => {
  const SCENARIOS: readonly string[] = [
    'laptop-default/reference/base.swidtag',
    'laptop-integrator-os/reference/laptop_varOsInstall_oem.1.swidtag',
    'laptop-integrator-os/reference/laptop_varOsInstall_var.1.swidtag',
    'laptop-wrong-oem-reference/reference/laptop_badOemInstall_oem.1.swidtag',
    'laptop-wrong-oem-reference/reference/laptop_badOemInstall_var.1.swidtag',
  ];
  const scenarioFile = (name: string): Uint8Array => readFileSync(join(CORPUS, 'scenarios', name));
  const certificate = (name: string): Uint8Array =>
    findPemBlocks(scenarioFile(`laptop-default/reference/${name}`))[0]?.der ?? new Uint8Array();
  const own = (): Trust => ({
    anchors: [{ certificate: parseCertificate(certificate('RIMCaCert.pem')) }],
    atHand: [certificate('RimSignCert.pem')],
  });

  test.each(SCENARIOS)('%s verifies with the certificates of its scenario', (name) => {
    expect(statuses(scenarioFile(name), own())).toEqual(TRUSTED);
    expect(statuses(scenarioFile(name), { ...own(), atHand: [] })).toMatchObject({ signature: 'pass', chain: 'unknown' });
    const changed = text(scenarioFile(name)).replace('Latitude 5580', 'Latitude 5581');
    expect(statuses(changed, own())).toMatchObject({ signature: 'fail', chain: 'unknown' });
  });

  test('the manifest that does not verify fails', () => {
    expect(statuses(readFileSync(join(CORPUS, 'attestation/not-verifying.swidtag')), own())).toMatchObject({
      signature: 'fail',
    });
  });

  test('the manifest of an accelerator verifies with its own root as the anchor', () => {
    const bytes = readFileSync(join(CORPUS, 'attestation/nvidia-gpu.swidtag'));
    const document = parseSwidManifest(bytes);
    expect(document.measurements).toHaveLength(64);
    const certificates = document.signature?.certificates.map((der) => parseCertificate(Buffer.from(der, 'base64'))) ?? [];
    const root = certificates.filter(({ subject }) => Buffer.from(subject.raw).includes('Root CA'));
    const anchors = root.map((found) => ({ certificate: found }));
    expect(statuses(bytes, { anchors, at: '2024-01-01T00:00:00Z' })).toEqual(TRUSTED);
    expect(statuses(text(bytes).replace('name="GH100"', 'name="GH101"'), { anchors })).toMatchObject({ signature: 'fail' });
    expect(statuses(bytes, { anchors: [] })).toMatchObject({ signature: 'pass', chain: 'unknown' });
  });
});
