import { sign } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Check } from '#lib/encoding/check.ts';
import { derBits, derOid, derSequence } from '#lib/encoding/der-write.ts';
import { makeAuthority } from '#lib/testing/certificate-authority.ts';
import { makeEndorsementKeyCertificate } from '#lib/testing/endorsement-key-certificates.ts';
import { readPlatformSample } from '#lib/testing/platform-certificate-reading.ts';
import { certificateTrait } from '#lib/testing/platform-certificate-traits.ts';
import { makePlatformCertificate, type PlatformCertificateDescription, tamper } from '#lib/testing/platform-certificates.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import type { TrustAnchor } from '#lib/x509/types.ts';
import { parseEndorsementKeyCertificate } from './endorsement-key.ts';
import { TRAIT_CATEGORY } from './trait-oids.ts';
import type { EndorsementKeyCertificate } from './types.ts';
import { REQUIRED_CHECKS, verifyEndorsementKeyCertificate, verifyPlatformCertificate } from './verify.ts';

const AT = '2026-01-01T00:00:00Z';
const maker = makeAuthority({ name: 'Pomelo Platform CA', algorithm: 'rsa-2048', seed: 'platform' });
const vendor = makeAuthority({ name: 'Kumquat TPM CA', algorithm: 'ec-p256', seed: 'vendor' });
const anchor = (certificate: Uint8Array): TrustAnchor => ({ certificate: parseCertificate(certificate) });
const ANCHORS = [anchor(maker.certificate), anchor(vendor.certificate)];

function makeEk(over: Partial<Parameters<typeof makeEndorsementKeyCertificate>[0]> = {}): EndorsementKeyCertificate {
  return parseEndorsementKeyCertificate(parseCertificate(makeEndorsementKeyCertificate({ authority: vendor, serialNumber: 77n, ...over })));
}

function makeBase(over: Partial<PlatformCertificateDescription> = {}): Uint8Array {
  return makePlatformCertificate({
    authority: maker,
    holder: { issuer: 'Kumquat TPM CA', serialNumber: 77n },
    serialNumber: 1001n,
    platform: { manufacturer: 'Pomelo', model: 'Server 9', version: '1', serial: 'PS-1' },
    components: [{ class: { registry: '2.23.133.18.3.1', value: '00060004' }, manufacturer: 'Kumquat', model: 'KM', serial: 'S1' }],
    ...over,
  });
}

interface Situation {
  readonly der: Uint8Array;
  readonly anchors?: readonly TrustAnchor[];
  readonly eks?: readonly EndorsementKeyCertificate[];
  readonly at?: string;
}

function checksOf({ der, anchors = ANCHORS, eks = [makeEk()], at = AT }: Situation): ReadonlyMap<string, Check> {
  const trust = { anchors, intermediates: [], endorsementKeyCertificates: eks, at };
  return new Map(verifyPlatformCertificate(readPlatformSample(der), trust).map((check) => [check.id, check]));
}

const statusOf = (situation: Situation, id: string) => checksOf(situation).get(id)?.status;

test('a base with its anchor and its EK certificate passes every check but revocation', () => {
  const checks = checksOf({ der: makeBase() });
  const open = [...checks.values()].filter(({ status }) => status !== 'pass').map(({ id, status }) => `${id} ${status}`);
  expect(open).toEqual(['revocation unknown']);
  expect([...checks.keys()]).toEqual(expect.arrayContaining([...REQUIRED_CHECKS['platform-certificate']]));
  expect(checks.get('signature')?.detail).toContain('CN=Pomelo Platform CA');
});

test('without the issuer at hand signature and chain are unknown, never failed', () => {
  const checks = checksOf({ der: makeBase(), anchors: [] });
  expect([checks.get('signature')?.status, checks.get('chain')?.status]).toEqual(['unknown', 'unknown']);
});

test('a turned octet in the signed part fails the signature', () => {
  const der = makeBase();
  const { components } = readPlatformSample(der);
  const inSerial = der.lastIndexOf('S'.charCodeAt(0), (components[0]?.offset ?? 0) + 48);
  expect(statusOf({ der: tamper(der, inSerial) }, 'signature')).toBe('fail');
});

test('a certificate signed by another key under the same name fails', () => {
  const impostor = makeAuthority({ name: 'Pomelo Platform CA', algorithm: 'rsa-2048', seed: 'impostor' });
  const der = makeBase({ authority: { ...impostor, keyIdentifier: maker.keyIdentifier } });
  expect(statusOf({ der }, 'signature')).toBe('fail');
});

test('dates decide validity: before is fail, after is unknown, turned around is fail', () => {
  const der = makeBase({ notBefore: '2025-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z' });
  expect(statusOf({ der, at: '2024-12-31T23:59:59Z' }, 'validity')).toBe('fail');
  expect(statusOf({ der, at: '2025-01-01T00:00:00Z' }, 'validity')).toBe('pass');
  expect(statusOf({ der, at: '2027-01-01T00:00:00Z' }, 'validity')).toBe('pass');
  expect(statusOf({ der, at: '2027-01-01T00:00:01Z' }, 'validity')).toBe('unknown');
  const turned = makeBase({ notBefore: '2027-01-01T00:00:00Z', notAfter: '2025-01-01T00:00:00Z' });
  expect(statusOf({ der: turned }, 'validity')).toBe('fail');
});

test('the holder needs issuer and serial number, and is unknown otherwise', () => {
  const der = makeBase();
  expect(statusOf({ der, eks: [] }, 'holder')).toBe('unknown');
  expect(statusOf({ der, eks: [makeEk({ serialNumber: 78n })] }, 'holder')).toBe('unknown');
  const stranger = makeAuthority({ name: 'Other TPM CA', algorithm: 'ec-p256', seed: 'other' });
  const bySerial = checksOf({ der, eks: [makeEk({ authority: stranger })] }).get('holder');
  expect(bySerial?.status).toBe('unknown');
  expect(bySerial?.detail).toContain('a serial number alone binds nothing');
  expect(statusOf({ der: makeBase({ holder: null }) }, 'holder')).toBe('unknown');
});

test('a holder whose issuer name has another case or string type still matches', () => {
  expect(statusOf({ der: makeBase({ holder: { issuer: 'KUMQUAT  TPM ca', serialNumber: 77n } }) }, 'holder')).toBe('pass');
});

test('a holder issuer in reversed order is told and is no match', () => {
  const name = [
    { oid: '2.5.4.10', value: 'Kumquat' },
    { oid: '2.5.4.3', value: 'TPM CA' },
  ];
  const authority = makeAuthority({ name, algorithm: 'ec-p256', seed: 'reversed' });
  const der = makeBase({ holder: { issuer: name.toReversed(), serialNumber: 77n } });
  const holder = checksOf({ der, eks: [makeEk({ authority })] }).get('holder');
  expect(holder?.status).toBe('unknown');
  expect(holder?.detail).toContain('reversed order');
});

test("a stranger's EK certificate of the same issuer and serial number doesn't confuse where an anchor tells them apart", () => {
  const stranger = makeAuthority({ name: 'Kumquat TPM CA', algorithm: 'ec-p256', seed: 'stranger' });
  const eks = [makeEk(), makeEk({ authority: stranger, seed: 'stranger ek' })];
  expect(statusOf({ der: makeBase(), eks }, 'holder')).toBe('pass');
  expect(statusOf({ der: makeBase(), eks, anchors: [anchor(maker.certificate)] }, 'holder')).toBe('unknown');
});

test("a delta's holder is another certificate, judged elsewhere", () => {
  const der = makeBase({ kind: 'delta', holder: { issuer: 'Pomelo Platform CA', serialNumber: 1001n } });
  expect(statusOf({ der }, 'holder')).toBe('not-applicable');
  expect(statusOf({ der }, 'specification')).toBe('not-applicable');
  expect(REQUIRED_CHECKS['delta-platform-certificate']).not.toContain('holder');
});

test('a weak key is told by the check strength alone', () => {
  const weak = makeAuthority({ name: 'Pomelo Platform CA', algorithm: 'rsa-1024', seed: 'weak' });
  const checks = checksOf({ der: makeBase({ authority: weak }), anchors: [anchor(weak.certificate)] });
  expect([checks.get('signature')?.status, checks.get('chain')?.status, checks.get('strength')?.status]).toEqual(['pass', 'pass', 'fail']);
});

test('a critical extension that is not understood keeps the chain unknown', () => {
  const unknown = { oid: '2.999.7', critical: true, value: Uint8Array.of(5, 0) };
  expect(statusOf({ der: makeBase({ extensions: [unknown] }) }, 'chain')).toBe('unknown');
  expect(statusOf({ der: makeBase({ extensions: [{ ...unknown, critical: false }] }) }, 'chain')).toBe('pass');
});

test('missing policy text and authority key identifier fail the unrequired check on extensions', () => {
  expect(statusOf({ der: makeBase({ extensions: [] }) }, 'extensions')).toBe('fail');
  expect(statusOf({ der: makeBase({ userNotice: 'TCPA Trusted Platform Endorsement' }) }, 'extensions')).toBe('fail');
});

test('a declared specification that differs from the body fails the unrequired check on it', () => {
  const der = makeBase({ credentialSpecification: { major: 1, minor: 0, revision: 1 } });
  expect(statusOf({ der }, 'specification')).toBe('fail');
  expect(statusOf({ der: makeBase({ credentialSpecification: null }) }, 'specification')).toBe('unknown');
});

test('an EK certificate passes; one that lacks the key purpose says so and is not failed for it', () => {
  const verify = (document: EndorsementKeyCertificate) =>
    new Map(verifyEndorsementKeyCertificate(document, { anchors: ANCHORS, intermediates: [], at: AT }).map((check) => [check.id, check]));
  const checks = verify(makeEk());
  expect([...checks.values()].filter(({ status }) => status !== 'pass').map(({ id }) => id)).toEqual(['revocation']);
  const lacking = verify(makeEk({ marks: ['specification'] })).get('key-usage');
  expect(lacking).toMatchObject({ status: 'unknown', detail: 'lacks the TCG EK key purpose 2.23.133.8.1' });
});

const boundKey = { subject: 'Pomelo IDevID', publicKeyInfo: makeKey('ec-p256', 'bound').publicKeyInfo };
const LATER = { specVersion: '2.1', boundKey } as const;

test('the public-key form is bound by its own key, and passes like any certificate', () => {
  const checks = checksOf({ der: makeBase(LATER), eks: [] });
  const open = [...checks.values()].filter(({ status }) => status !== 'pass').map(({ id, status }) => `${id} ${status}`);
  expect(open).toEqual(['revocation unknown']);
  expect(checks.get('holder')?.detail).toContain('bound to its own key');
  expect(statusOf({ der: tamper(makeBase(LATER), 400), eks: [] }, 'signature')).toBe('fail');
});

test('a public-key form without attributes and names is of specification 2.x, and what is missing is told', () => {
  const der = makeBase({ ...LATER, attributes: [], extensions: [] });
  expect(readPlatformSample(der)).toMatchObject({ form: 'PKC', specVersion: '2.x', components: [] });
  const checks = checksOf({ der, eks: [] });
  expect(checks.get('specification')).toMatchObject({ status: 'unknown', detail: 'declares no specification; the body is written by 2.x' });
  expect(checks.get('extensions')).toMatchObject({
    status: 'fail',
    detail: expect.stringContaining('no manufacturer, no model, no version of the platform'),
  });
});

test('a key that can not be read binds nothing', () => {
  const publicKeyInfo = derSequence(derSequence(derOid('2.999.1')), derBits(Uint8Array.of(1)));
  expect(statusOf({ der: makeBase({ ...LATER, boundKey: { ...boundKey, publicKeyInfo } }), eks: [] }, 'holder')).toBe('unknown');
});

test('the EK certificate among the anchors of the public-key form is looked for', () => {
  const anchor = certificateTrait(TRAIT_CATEGORY.ekCertificate, { issuerSerial: { issuer: 'Kumquat TPM CA', serialNumber: 77n } });
  const der = makeBase({ ...LATER, cryptographicAnchors: [anchor] });
  expect(checksOf({ der }).get('holder')?.detail).toContain('its cryptographic anchors is at hand');
  expect(checksOf({ der, eks: [] }).get('holder')?.detail).toContain('its cryptographic anchors is not at hand');
});

test("a delta of 2.x has its base's holder, which is looked for; one of 1.1 has the certificate before it", () => {
  const previous = [{ kind: 'base', issuerSerial: { issuer: 'Pomelo Platform CA', serialNumber: 1001n } }] as const;
  const der = makeBase({ specVersion: '2.1', kind: 'delta', previous });
  expect([statusOf({ der }, 'holder'), statusOf({ der, eks: [] }, 'holder')]).toEqual(['pass', 'unknown']);
});

test('a certificate that declares SHA-256 and is signed with SHA-1 fails', () => {
  const key = makeKey('rsa-2048', 'platform');
  const authority = { ...maker, sign: (tbs: Uint8Array) => new Uint8Array(sign('sha1', tbs, key.privateKey)) };
  expect(statusOf({ der: makeBase({ authority }) }, 'signature')).toBe('fail');
});

test('a holder with the decimal digits of the serial number written as hexadecimal binds nothing', () => {
  expect(statusOf({ der: makeBase({ holder: { issuer: 'Kumquat TPM CA', serialNumber: 0x77n } }) }, 'holder')).toBe('unknown');
});
