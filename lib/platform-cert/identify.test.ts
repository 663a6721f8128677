import { expect, test } from 'vitest';
import { derOid, derSequence, derSetOf } from '#lib/encoding/der-write.ts';
import { basicConstraints, makeAuthority, makeCertificate, type TestExtension } from '#lib/testing/certificate-authority.ts';
import { makeEndorsementKeyCertificate } from '#lib/testing/endorsement-key-certificates.ts';
import { PLAIN_BASE, SAMPLE_AUTHORITY } from '#lib/testing/platform-certificate-samples.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { isEndorsementKeyCertificate, parseEndorsementKeyCertificate } from './endorsement-key.ts';
import { identifyAttributeCertificate, identifyPublicKeyPlatformCertificate } from './identify.ts';
import { stripTpmNvHeader } from './strip-nv-header.ts';

const vendor = makeAuthority({ name: 'Kumquat TPM CA', algorithm: 'ec-p256', seed: 'vendor' });
const subjectKey = vendor.publicKeyInfo;
const purpose = (oid: string): TestExtension => ({ oid: '2.5.29.37', value: derSequence(derOid(oid)) });
const typed = (oid: string): TestExtension => ({
  oid: '2.5.29.9',
  value: derSequence(derSequence(derOid('2.23.133.2.25'), derSetOf(derSequence(derOid(oid))))),
});
const certificate = (...extensions: readonly TestExtension[]) =>
  parseCertificate(makeCertificate({ issuedBy: vendor, subject: 'Server 9', publicKeyInfo: subjectKey, serialNumber: 3n, extensions }));

test('the credential type tells base, delta and rebase apart', () => {
  expect(identifyAttributeCertificate(makePlatformCertificate(PLAIN_BASE))).toBe('platform-certificate');
  expect(identifyAttributeCertificate(makePlatformCertificate({ ...PLAIN_BASE, kind: 'delta' }))).toBe('delta-platform-certificate');
  expect(identifyAttributeCertificate(makePlatformCertificate({ ...PLAIN_BASE, kind: 'rebase' }))).toBe('rebase-platform-certificate');
});

test('a declared base stays a base although every component has a status', () => {
  const components = [{ manufacturer: 'Lime', model: 'L1', status: 'added' as const }];
  expect(identifyAttributeCertificate(makePlatformCertificate({ ...PLAIN_BASE, components }))).toBe('platform-certificate');
});

test('version 1.0 has no type and is a base', () => {
  expect(identifyAttributeCertificate(makePlatformCertificate({ ...PLAIN_BASE, specVersion: '1.0' }))).toBe('platform-certificate');
});

test('public-key certificates, text and nothing are no attribute certificates', () => {
  expect(identifyAttributeCertificate(SAMPLE_AUTHORITY.certificate)).toBeUndefined();
  expect(identifyAttributeCertificate(new TextEncoder().encode('-----BEGIN'))).toBeUndefined();
  expect(identifyAttributeCertificate(new Uint8Array())).toBeUndefined();
});

test('the public-key form is known by its purpose or its credential type', () => {
  expect(identifyPublicKeyPlatformCertificate(certificate(purpose('2.23.133.8.4')))).toBe('platform-certificate');
  expect(identifyPublicKeyPlatformCertificate(certificate(purpose('2.23.133.8.6')))).toBe('delta-platform-certificate');
  expect(identifyPublicKeyPlatformCertificate(certificate(purpose('2.23.133.8.4'), typed('2.23.133.8.8')))).toBe(
    'rebase-platform-certificate',
  );
  expect(identifyPublicKeyPlatformCertificate(certificate(purpose('1.3.6.1.5.5.7.3.1')))).toBeUndefined();
  expect(identifyPublicKeyPlatformCertificate(certificate(purpose('2.23.133.8.4'), basicConstraints(true)))).toBeUndefined();
});

test.each(['purpose', 'names', 'specification'] as const)('the mark %s alone makes an EK certificate', (mark) => {
  const made = parseCertificate(makeEndorsementKeyCertificate({ authority: vendor, serialNumber: 1n, marks: [mark] }));
  expect(isEndorsementKeyCertificate(made)).toBe(true);
  expect(identifyPublicKeyPlatformCertificate(made)).toBeUndefined();
});

test('a plain certificate, and an authority with the EK purpose, are no EK certificates', () => {
  expect(isEndorsementKeyCertificate(certificate())).toBe(false);
  expect(isEndorsementKeyCertificate(certificate(purpose('2.23.133.8.1'), basicConstraints(true)))).toBe(false);
});

test('an EK certificate gives the TPM it names and a digest of its key', () => {
  const made = makeEndorsementKeyCertificate({ authority: vendor, serialNumber: 1n, seed: 'one' });
  const document = parseEndorsementKeyCertificate(parseCertificate(made));
  expect(document).toMatchObject({
    kind: 'endorsement-key-certificate',
    tpmManufacturer: 'id:4B554D51',
    tpmModel: 'KTPM',
    tpmVersion: 'id:00010002',
    tpmSpecification: { family: '2.0', level: 0, revision: 159 },
    warnings: [],
  });
  const other = makeEndorsementKeyCertificate({ authority: vendor, serialNumber: 1n, seed: 'two' });
  expect(parseEndorsementKeyCertificate(parseCertificate(other)).keyDigest).not.toBe(document.keyDigest);
});

test('a TPM header and padding are taken off, and told', () => {
  const der = makePlatformCertificate(PLAIN_BASE);
  const length = der.length + 2;
  const headed = new Uint8Array([0x10, 0x01, 0x00, length >> 8, length & 0xff, 0x10, 0x02, ...der]);
  const padded = new Uint8Array([...headed, ...new Uint8Array(300).fill(0x11)]);
  expect(stripTpmNvHeader(der)).toEqual({ der, warnings: [] });
  expect(stripTpmNvHeader(headed).der).toEqual(der);
  expect(stripTpmNvHeader(padded).der).toEqual(der);
  expect(stripTpmNvHeader(padded).warnings).toEqual([
    { code: 'tpm-nv-header', detail: 'the certificate follows a TPM header of 7 octets', offset: 0 },
    { code: 'trailing-padding', detail: '300 octets after the certificate are ignored (0x11 each)', offset: headed.length },
  ]);
});

test('octets behind a certificate that are no padding are told by their digest', () => {
  const der = makePlatformCertificate(PLAIN_BASE);
  const told = [1, 2].map((last) => stripTpmNvHeader(new Uint8Array([...der, 0, 0, last])).warnings[0]?.detail);
  expect(told[0]).toMatch(/^3 octets after the certificate are ignored \(no padding, SHA-256 [0-9a-f]{64}\)$/);
  expect(told[1]).not.toBe(told[0]);
});

test('two certificates one after the other are not taken for padding', () => {
  const der = makePlatformCertificate(PLAIN_BASE);
  const two = new Uint8Array([...der, ...der]);
  expect(stripTpmNvHeader(two)).toEqual({ der: two, warnings: [] });
});

test('bytes that are no certificate come back as they are', () => {
  const text = new TextEncoder().encode('0 is no certificate');
  expect(stripTpmNvHeader(text).der).toEqual(text);
  expect(stripTpmNvHeader(new Uint8Array()).der).toHaveLength(0);
});
