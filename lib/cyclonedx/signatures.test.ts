import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';
import { makeHbom } from '#lib/testing/boms.ts';
import { keyUsage, makeAuthority, makeCertificate } from '#lib/testing/certificate-authority.ts';
import { makeRevocationList } from '#lib/testing/revocations.ts';
import { type BomSigner, certificatePath, signByAll, signLikeCdxgen, signObject, signXml } from '#lib/testing/signed-boms.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { bomAsXml } from '#lib/testing/xml-boms.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { parseCertificateList } from '#lib/x509/certificate-list.ts';
import { makeRevocations } from '#lib/x509/revocations.ts';
import { parseCycloneDx } from './parse.ts';
import { verifyCycloneDx } from './verify.ts';

type Members = { readonly [name: string]: Json | undefined };

const root = makeAuthority({ name: 'BOM root', algorithm: 'ec-p256', seed: 'bom root' });
const signerKey = makeKey('ec-p256', 'bom signer');
const certificateFor = (over: object = {}): Uint8Array =>
  makeCertificate({ issuedBy: root, subject: 'BOM signer', publicKeyInfo: signerKey.publicKeyInfo, serialNumber: 7, ...over });
const anchor = { certificate: parseCertificate(root.certificate) };
const AT = '2026-01-01T00:00:00Z';

const json = makeHbom({
  subject: { model: 'Server', serial: '1' },
  components: [
    { model: 'DIMM', serial: '0012' },
    { model: 'Drive', serial: '2' },
  ],
  serialNumber: 'urn:uuid:00000000-0000-4000-8000-000000000003',
  timestamp: '2026-01-01T00:00:00Z',
});
const bom: Members = JSON.parse(new TextDecoder().decode(json));
const signer: BomSigner = { privateKey: signerKey.privateKey, core: certificatePath(certificateFor()) };
const jwkOf = (key: { readonly publicKey: KeyObject }): Json => JSON.parse(JSON.stringify(key.publicKey.export({ format: 'jwk' })));

type Question = { readonly anchors?: readonly (typeof anchor)[]; readonly at?: string };

function checksOf(bytes: Uint8Array, { anchors = [anchor], at = AT }: Question = {}): Record<string, string> {
  const checks = verifyCycloneDx({ document: parseCycloneDx(bytes), anchors, intermediates: [], at });
  return Object.fromEntries(checks.filter(({ id }) => id !== 'schema' && id !== 'semantics').map(({ id, status }) => [id, status]));
}

function detailOf(bytes: Uint8Array, id: string, { anchors = [anchor], at = AT }: Question = {}): string {
  return (
    verifyCycloneDx({ document: parseCycloneDx(bytes), anchors, intermediates: [], at }).find((check) => check.id === id)?.detail ?? ''
  );
}

const encoded = (object: Members): Uint8Array => encodeUtf8(JSON.stringify(object, null, 1));
const SOUND = { origin: 'pass', 'bom-signature': 'pass', 'bom-signer': 'pass' };

describe('a signed BOM in JSON', () => {
  const signed = signObject(bom, signer);

  test('is known to be of its signer when an anchor vouches for the certificate', () => {
    expect(checksOf(encoded(signed))).toEqual(SOUND);
    expect(detailOf(encoded(signed), 'origin')).toContain('BOM signer');
    expect(parseCycloneDx(encoded(signed)).schemaValid).toBe(true);
  });

  test('proves nothing without an anchor, although it verifies', () => {
    expect(checksOf(encoded(signed), { anchors: [] })).toEqual({ origin: 'unknown', 'bom-signature': 'pass', 'bom-signer': 'unknown' });
  });

  test('verifies with its members in another order and its texts written otherwise', () => {
    const turned = Object.fromEntries(Object.entries(signed).toReversed());
    expect(checksOf(encodeUtf8(JSON.stringify(turned).replace('DIMM', '\\u0044IMM')))).toEqual(SOUND);
  });

  test('fails when one serial number is changed', () => {
    const changed = JSON.stringify(signed).replace('"0012"', '"0013"');
    expect(checksOf(encodeUtf8(changed))).toEqual({ origin: 'fail', 'bom-signature': 'fail', 'bom-signer': 'unknown' });
  });

  test('fails when what stands beside the value is changed', () => {
    const renamed = { ...signed, signature: { ...(signed.signature as Members), keyId: 'other' } };
    expect(checksOf(encoded(renamed))['bom-signature']).toBe('fail');
  });

  test('is judged at the proof of existence', () => {
    expect(checksOf(encoded(signed), { at: '2060-01-01T00:00:00Z' })).toEqual({
      origin: 'unknown',
      'bom-signature': 'pass',
      'bom-signer': 'fail',
    });
  });

  test('is not of a signer whose certificate is for something else', () => {
    const core = certificatePath(certificateFor({ extensions: [keyUsage(4)] }));
    expect(checksOf(encoded(signObject(bom, { ...signer, core })))['bom-signer']).toBe('fail');
  });

  test('is not of a key that a device holds, nor of one whose certificate was revoked', () => {
    // The purpose of attestation keys.
    const purpose = { oid: '2.5.29.37', value: new Uint8Array(Buffer.from('300706056781050803', 'hex')) };
    const core = certificatePath(certificateFor({ extensions: [keyUsage(0), purpose] }));
    const device = encoded(signObject(bom, { ...signer, core }));
    expect(checksOf(device)).toEqual({ origin: 'unknown', 'bom-signature': 'pass', 'bom-signer': 'fail' });
    expect(detailOf(device, 'bom-signer')).toContain('a key that a device holds');
    const revoked = [{ serialNumber: 7, revokedAt: '2025-12-01T00:00:00Z', reason: 'keyCompromise' }] as const;
    const list = makeRevocationList({
      authority: root,
      thisUpdate: '2025-12-31T00:00:00Z',
      nextUpdate: '2026-02-01T00:00:00Z',
      number: 1,
      revoked,
    });
    const sources = [{ document: parseCertificateList(list), artifact: 'list', receivedAt: AT, submittedBy: 'ann' }];
    const question = { document: parseCycloneDx(encoded(signed)), anchors: [anchor], intermediates: [], at: AT };
    const asked = verifyCycloneDx({ ...question, revocations: makeRevocations(sources) });
    expect(asked.flatMap(({ id, status }) => (id === 'origin' || id === 'bom-signer' ? [status] : []))).toEqual(['unknown', 'fail']);
  });

  test('that leaves members out is no answer about the whole', () => {
    const partly = signObject(bom, { ...signer, core: { ...signer.core, excludes: ['components'] } });
    expect(checksOf(encoded(partly))).toEqual({ origin: 'unknown', 'bom-signature': 'unknown', 'bom-signer': 'pass' });
    expect(detailOf(encoded(partly), 'bom-signature')).toContain('leaves out "components"');
    const changed = JSON.stringify(partly).replace('"0012"', '"0013"');
    expect(detailOf(encodeUtf8(changed), 'bom-signature')).toContain('leaves out "components"');
  });

  test('in the form of cdxgen is told as what it is, and not as valid', () => {
    const odd = encoded(signLikeCdxgen(bom, signer));
    expect(checksOf(odd)).toEqual({ origin: 'unknown', 'bom-signature': 'unknown', 'bom-signer': 'pass' });
    expect(detailOf(odd, 'bom-signature')).toContain('a form of its own, as cdxgen does');
  });

  test('a code of a shared secret, a signature without a key, and one with two are not evaluated', () => {
    const withCore = (core: Members): Uint8Array => encoded({ ...bom, signature: { value: 'AAAA', ...core } });
    expect(detailOf(withCore({ algorithm: 'HS256' }), 'bom-signature')).toContain('shared secret');
    expect(detailOf(withCore({ algorithm: 'ES256', keyId: 'k' }), 'bom-signature')).toContain('only its name "k"');
    expect(detailOf(withCore({ algorithm: 'ES256', publicKey: {}, ...signer.core }), 'bom-signature')).toContain('which one made it');
    expect(detailOf(withCore({ algorithm: 'ES256', certificatePath: ['AAAA'] }), 'bom-signature')).toContain('no certificate');
    expect(detailOf(withCore({ algorithm: 'ES256', publicKey: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } }), 'bom-signature')).toContain(
      'none that can be used',
    );
  });

  test('with half of a UTF-16 pair has no canonical form', () => {
    const lone = encodeUtf8(JSON.stringify(signObject({ ...bom, $schema: 'x' }, signer)).replace('"x"', '"\\ud800"'));
    expect(checksOf(lone)['bom-signature']).toBe('unknown');
  });
});

describe('a key that stands in the file', () => {
  const pairs = {
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
    ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    PS384: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    Ed25519: generateKeyPairSync('ed25519'),
    Ed448: generateKeyPairSync('ed448'),
  };

  test.each(Object.entries(pairs))('verifies a signature by %s, and proves nothing', (algorithm, pair) => {
    const signed = signObject(bom, { privateKey: pair.privateKey, algorithm, core: { publicKey: jwkOf(pair) } });
    expect(checksOf(encoded(signed))).toEqual({ origin: 'unknown', 'bom-signature': 'pass', 'bom-signer': 'unknown' });
    const changed = JSON.stringify(signed).replace('"0012"', '"0013"');
    expect(checksOf(encodeUtf8(changed))['bom-signature']).toBe('fail');
  });

  test('of another curve than the algorithm names does not verify', () => {
    const signed = signObject(bom, { privateKey: pairs.ES384.privateKey, algorithm: 'ES256', core: { publicKey: jwkOf(pairs.ES384) } });
    expect(checksOf(encoded(signed))['bom-signature']).toBe('fail');
  });

  test('that is the key of an anchor is trusted', () => {
    const own = makeAuthority({ name: 'Own', algorithm: 'ec-p256', seed: 'own key' });
    const key = makeKey('ec-p256', 'own key');
    const publicKey = jwkOf({ publicKey: createPublicKey(key.privateKey) });
    const signed = encoded(signObject(bom, { privateKey: key.privateKey, core: { publicKey } }));
    expect(checksOf(signed, { anchors: [{ certificate: parseCertificate(own.certificate) }] })).toEqual(SOUND);
  });
});

describe('several signers', () => {
  const other: BomSigner = {
    privateKey: makeKey('ec-p256', 'second').privateKey,
    core: { publicKey: jwkOf({ publicKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey }) },
  };

  test.each(['signers', 'chain'] as const)('in a list of %s are judged each on its own', (list) => {
    const good = encoded(signByAll(bom, [signer, signer], list));
    expect(checksOf(good)).toEqual(SOUND);
    const bad = encoded(signByAll(bom, [signer, other], list));
    expect(checksOf(bad)).toMatchObject({ origin: 'fail', 'bom-signature': 'fail' });
    expect(parseCycloneDx(bad).signatures.map(({ status }) => status)).toEqual(['valid', 'invalid']);
  });
});

describe('signatures on parts', () => {
  const [first, second] = (bom.components ?? []) as readonly Members[];
  const part = signObject(first ?? {}, signer);

  test('are judged each on its own, and say nothing about the whole', () => {
    const partly = encoded({ ...bom, components: [part, second ?? {}] });
    expect(checksOf(partly)).toEqual({ origin: 'unknown', 'part-signatures': 'pass' });
    const changed = JSON.stringify({ ...bom, components: [part, second ?? {}] }).replace('"0012"', '"0013"');
    expect(checksOf(encodeUtf8(changed))).toEqual({ origin: 'unknown', 'part-signatures': 'fail' });
    expect(detailOf(encodeUtf8(changed), 'part-signatures')).toContain('components[0]');
  });

  test('survive a change elsewhere that breaks the signature over the whole', () => {
    const whole = signObject({ ...bom, components: [part, second ?? {}] }, signer);
    const changed = encodeUtf8(JSON.stringify(whole).replace('"specVersion":"1.6"', '"specVersion":"1.5"'));
    expect(checksOf(changed)).toMatchObject({ origin: 'fail', 'part-signatures': 'pass' });
  });
});

describe('a signed BOM in XML', () => {
  const xml = bomAsXml(json);
  const keyInfo = `<X509Data><X509Certificate>${Buffer.from(certificateFor()).toString('base64')}</X509Certificate></X509Data>`;
  const signed = signXml(xml, { privateKey: signerKey.privateKey, keyInfo });

  test('is known to be of its signer, fits its schema, and is the same set as without', () => {
    expect(checksOf(signed)).toEqual(SOUND);
    expect(parseCycloneDx(signed)).toMatchObject({ schemaValid: true, digest: parseCycloneDx(json).digest });
  });

  test('fails when one serial number is changed', () => {
    const changed = encodeUtf8(new TextDecoder().decode(signed).replace('>0012<', '>0013<'));
    expect(checksOf(changed)).toEqual({ origin: 'fail', 'bom-signature': 'fail', 'bom-signer': 'unknown' });
  });

  test('without a key is verified with the keys of the anchors', () => {
    const keyless = signXml(xml, { privateKey: makeKey('ec-p256', 'bom root').privateKey });
    expect(checksOf(keyless)).toEqual(SOUND);
    expect(checksOf(keyless, { anchors: [] })).toEqual({ origin: 'unknown', 'bom-signature': 'unknown', 'bom-signer': 'unknown' });
  });
});

const CORPUS = join(import.meta.dirname, '../../../shared/corpus/cyclonedx/specification');
if (!existsSync(CORPUS)) console.warn(`NOTICE: no corpus at ${CORPUS}; the signatures of the specification were not verified.`);

describe.runIf(existsSync(CORPUS))('the signatures of the specification', () => {
  const statusesOf = (file: string): readonly string[] =>
    parseCycloneDx(readFileSync(join(CORPUS, file))).signatures.map(({ path, status }) => `${path || 'BOM'} ${status}`);
  const PARTS = ['components[0] valid', 'services[0] valid', 'compositions[0] valid'];

  test('of 1.4 all verify', () => {
    expect(statusesOf('1.4/valid-signatures-1.4.json')).toEqual(['BOM valid', ...PARTS]);
  });

  test('of 1.5 verify on the parts alone: the version was changed after signing', () => {
    expect(statusesOf('1.5/valid-signatures-1.5.json')).toEqual(['BOM invalid', ...PARTS]);
  });

  test.each(['1.4', '1.5'])('of %s in XML have a digest of another text', (version) => {
    expect(statusesOf(`${version}/valid-xml-signature-${version}.xml`)).toEqual(['BOM invalid']);
  });
});
