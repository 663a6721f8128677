import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { nameText } from '#lib/x509/name.ts';
import { signatureAlgorithmName } from '#lib/x509/signature.ts';
import { isEndorsementKeyCertificate, parseEndorsementKeyCertificate } from './endorsement-key.ts';
import { identifyAttributeCertificate, identifyPublicKeyPlatformCertificate } from './identify.ts';
import { parsePlatformCertificate } from './parse.ts';
import { stripTpmNvHeader } from './strip-nv-header.ts';
import type { EndorsementKeyCertificate, PlatformCertificate } from './types.ts';
import { verifyEndorsementKeyCertificate, verifyPlatformCertificate } from './verify.ts';

interface Facts {
  readonly components: number;
  readonly properties: number;
  readonly serial: string;
  readonly holderSerial?: string;
  readonly issuer?: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly san?: Readonly<Record<string, string>>;
  readonly sigAlg?: string;
  readonly userNotice?: string;
  /** Manufacturer, model, version and serial, where the names are no directory name. */
  readonly platform?: readonly string[];
}
interface Expected {
  readonly kind?: string;
  readonly form?: string;
  readonly facts?: Facts;
  readonly verifiedBy?: string;
}

const CORPUS = new URL('../../../shared/corpus/', import.meta.url);
const INDEX = new URL('expected.json', CORPUS);
const isPresent = existsSync(INDEX);
if (!isPresent) console.info('NOTICE: ../shared/corpus is absent; no real platform certificate was read');

// The index is written by hand beside the samples; the shape above is what this test uses of it.
const index = isPresent ? (JSON.parse(readFileSync(INDEX, 'utf8')) as Readonly<Record<string, Expected>>) : {};
const files = (test: (file: string, expected: Expected) => boolean) =>
  Object.entries(index).filter(([file, expected]) => test(file, expected));
const attributeCertificates = files((_, { form }) => form === 'AC');

/** The first PEM block, else the whole file. */
function derOf(file: string): Uint8Array {
  const bytes = readFileSync(new URL(file, CORPUS));
  const block = /-----BEGIN [^-]+-----([^-]+)-----END/.exec(bytes.toString('latin1'))?.[1];
  return stripTpmNvHeader(new Uint8Array(block === undefined ? bytes : Buffer.from(block, 'base64'))).der;
}

const iso = (digits: string): string => digits.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');

test.runIf(isPresent)('the corpus has the attribute certificates that are to be read', () => {
  expect(attributeCertificates.length).toBeGreaterThanOrEqual(14);
});

test.each(attributeCertificates)('%s gives its kind and facts', (file, { kind, facts }) => {
  const der = derOf(file);
  const document = parsePlatformCertificate(der);
  expect(identifyAttributeCertificate(der)).toBe(kind);
  expect(document.kind).toBe(kind);
  if (facts === undefined) return;
  expect(document).toMatchObject({ notBefore: iso(facts.notBefore), notAfter: iso(facts.notAfter) });
  expect([document.components.length, document.properties.length]).toEqual([facts.components, facts.properties]);
  expect(document.serialNumber.toString()).toBe(facts.serial);
  if (facts.platform !== undefined) {
    const { manufacturer, model, version, serial } = document.platform;
    expect([manufacturer, model, version, serial]).toEqual(facts.platform);
    return;
  }
  expect(document.userNotice ?? undefined).toBe(facts.userNotice);
  expect(document.holder?.serialNumber.toString()).toBe(facts.holderSerial);
  expect(signatureAlgorithmName(document.signatureAlgorithm.oid)).toBe(facts.sigAlg?.replace(/(.*)_(.*)/, '$1-$2'));
  expect(namesOf(document)).toEqual(expectedNames(facts.san ?? {}));
  for (const [, value] of [...(facts.issuer ?? '').matchAll(/: ([^:]+?)(?:, [A-Z][\w /]+:|$)/g)]) {
    expect(nameText(document.issuer).replaceAll('\\', '')).toContain(value);
  }
});

test.runIf(isPresent)('the shifted fields, the odd MAC addresses and the mismatched versions are each told', () => {
  const codes = (file: string) =>
    new Set(parsePlatformCertificate(derOf(`platform-certificates/${file}`)).warnings.map(({ code }) => code));
  expect(codes('shifted-fields.cer')).toEqual(
    new Set(['class-without-registry', 'manufacturer-id-as-text', 'wrapped-specification', 'encoded-default', 'declared-version-mismatch']),
  );
  expect(codes('piv-gateway-0.der')).toEqual(
    new Set([
      'class-as-text',
      'registry-as-manufacturer-id',
      'platform-class-as-text',
      'encoded-default',
      'key-identifier-as-text',
      'policy-is-qualifier',
      'declared-version-mismatch',
      'status-in-base',
    ]),
  );
  expect(codes('spec-appendix-base.pem')).toContain('odd-mac-address');
  expect(codes('tcpa-era.cer')).toContain('tcpa-names');
});

test.runIf(isPresent)('a body of version 3 under a declared 1.1 is read, with its bare trait values', () => {
  const document = parsePlatformCertificate(derOf('platform-certificates/version-2-body-declared-1-1.crt'));
  expect(document.specVersion).toBe('2.x');
  expect(document.platform).toMatchObject({ manufacturer: 'Dell Inc.', model: 'Latitude 5510', serial: 'DQXH253' });
  expect(document.components.every(({ traits }) => traits.length === 1 && traits[0]?.form === 'raw')).toBe(true);
  const equal = document.components.filter(({ manufacturer, model }) => manufacturer === '8086::' && model.startsWith('15E7'));
  expect(equal).toHaveLength(4);
  expect(new Set(document.warnings.map(({ code }) => code))).toEqual(new Set(['declared-version-mismatch']));
});

test.runIf(isPresent)('a role certificate is refused for what it is', () => {
  const role = derOf('platform-certificates/role-certificate.pem');
  expect(identifyAttributeCertificate(role)).toBe('attribute-certificate');
  expect(() => parsePlatformCertificate(role)).toThrowError(expect.objectContaining({ code: 'not-a-platform-certificate' }));
});

test.each(files((_, { kind }) => kind === 'endorsement-key-certificate'))('%s is an EK certificate', (file) => {
  const certificate = parseCertificate(derOf(file));
  expect(isEndorsementKeyCertificate(certificate)).toBe(true);
  expect(identifyPublicKeyPlatformCertificate(certificate)).toBeUndefined();
  expect(parseEndorsementKeyCertificate(certificate).keyDigest).toMatch(/^[0-9a-f]{64}$/);
});

test.each(files((file, { kind }) => kind === 'certificate' && /\.(pem|crt)$/i.test(file)))('%s is a plain certificate', (file) => {
  const certificate = parseCertificate(derOf(file));
  expect([isEndorsementKeyCertificate(certificate), identifyPublicKeyPlatformCertificate(certificate)]).toEqual([false, undefined]);
});

test.each(attributeCertificates.filter(([, { verifiedBy }]) => verifiedBy !== undefined))(
  '%s verifies under its authority',
  (file, { verifiedBy = '' }) => {
    const folder = dirname(file);
    const isScenario = folder.startsWith('scenarios/');
    const at = isScenario ? '2024-06-01T00:00:00Z' : '2026-01-01T00:00:00Z';
    const trust = { ...anchorsOf(`${folder}/${verifiedBy}`), intermediates: [], at };
    const ek = ekOf(`${folder}/${isScenario ? 'ek.der' : 'ek.crt'}`);
    const document = parsePlatformCertificate(derOf(file));
    const checks = verifyPlatformCertificate(document, { endorsementKeyCertificates: [ek], ...trust });
    const holder = document.kind === 'delta-platform-certificate' ? 'not-applicable' : 'pass';
    const statuses = Object.fromEntries(checks.map(({ id, status }) => [id, status]));
    expect(statuses).toMatchObject({ signature: 'pass', chain: 'pass', validity: 'pass', holder, strength: 'pass', revocation: 'unknown' });
    if (!isScenario) return;
    const ekChecks = Object.fromEntries(verifyEndorsementKeyCertificate(ek, trust).map(({ id, status }) => [id, status]));
    expect(ekChecks).toMatchObject({ signature: 'pass', chain: 'pass', validity: 'pass', 'key-usage': 'unknown', strength: 'pass' });
  },
);

test.runIf(isPresent)('holders bind by issuer and serial number only', () => {
  const holderOf = (file: string, ek: string) => {
    const document = parsePlatformCertificate(derOf(`platform-certificates/${file}`));
    const trust = { anchors: [], intermediates: [], at: '2024-06-01T00:00:00Z' };
    return verifyPlatformCertificate(document, { endorsementKeyCertificates: [ekOf(ek)], ...trust }).find(({ id }) => id === 'holder');
  };
  // Same issuer and another serial number (4B98… against 0700…), although the index's note says that they belong together.
  expect(holderOf('pci-ids.pem', 'ek-certificates/nv-header.cer')?.status).toBe('unknown');
  const bySerial = holderOf('tcpa-era.cer', 'ek-certificates/nv-header.cer');
  expect(bySerial?.status).toBe('unknown');
  expect(bySerial?.detail).toContain('a serial number alone binds nothing');
});

test.runIf(isPresent)('issuers that are not at hand leave the signature unknown, never failed', () => {
  const document = parsePlatformCertificate(derOf('platform-certificates/spec-appendix-base.pem'));
  const trust = { ...anchorsOf('scenarios/laptop-default/trust/ca.crt'), intermediates: [], at: '2019-01-01T00:00:00Z' };
  const checks = verifyPlatformCertificate(document, { endorsementKeyCertificates: [], ...trust });
  expect(checks.find(({ id }) => id === 'signature')?.status).toBe('unknown');
});

function anchorsOf(file: string) {
  return { anchors: [{ certificate: parseCertificate(derOf(file)) }] };
}

function ekOf(file: string): EndorsementKeyCertificate {
  return parseEndorsementKeyCertificate(parseCertificate(derOf(file)));
}

function namesOf({ platform }: PlatformCertificate) {
  return { ...platform };
}

function expectedNames(san: Readonly<Record<string, string>>) {
  const first = (...oids: readonly string[]) => oids.map((oid) => san[oid]).find((value) => value !== undefined) ?? null;
  return {
    manufacturer: first('2.23.133.5.1.1', '2.23.133.2.4'),
    model: first('2.23.133.5.1.4', '2.23.133.2.5'),
    version: first('2.23.133.5.1.5', '2.23.133.2.6'),
    serial: first('2.23.133.5.1.6'),
    manufacturerId: first('2.23.133.5.1.2') === '06072b060104018257' ? '1.3.6.1.4.1.343' : null,
  };
}
