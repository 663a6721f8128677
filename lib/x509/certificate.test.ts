import { X509Certificate as NodeCertificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { concatBytes, toHex } from '#lib/encoding/bytes.ts';
import { contextConstructed, contextPrimitive, fieldsOf, rawOf, readDer } from '#lib/encoding/der.ts';
import { derBits, derBoolean, derInteger, derOctets, derOid, derSequence, derTime, derValue } from '#lib/encoding/der-write.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import {
  basicConstraints,
  encodeExtension,
  keyUsage,
  makeAuthority,
  makeCertificate,
  subjectKeyIdentifier,
  type TestExtension,
} from '#lib/testing/certificate-authority.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { looksLikeCertificate, MAX_CERTIFICATE_BYTES, MAX_CERTIFICATE_WARNINGS, parseCertificate } from './certificate.ts';
import { nameText } from './name.ts';
import { EXTENSION } from './oids.ts';

const root = makeAuthority({ name: 'Root', algorithm: 'ec-p256', seed: 'root', pathLength: 2 });
const { publicKeyInfo } = makeKey('rsa-2048', 'leaf');

function leafWith(...extensions: readonly TestExtension[]): Uint8Array {
  return makeCertificate({ issuedBy: root, subject: 'Leaf', publicKeyInfo, serialNumber: 300, extensions });
}

test('every field of a certificate is read, as Node reads it', () => {
  const der = leafWith(
    basicConstraints(true, 3),
    keyUsage(0, 5),
    { oid: EXTENSION.extendedKeyUsage, value: derSequence(derOid('2.23.133.8.1')) },
    subjectKeyIdentifier(Uint8Array.of(1, 2, 3)),
  );
  const certificate = parseCertificate(der);
  const node = new NodeCertificate(der);
  expect(certificate).toMatchObject({
    id: sha256Hex(der),
    serialNumber: 300n,
    notBefore: '2020-01-01T00:00:00Z',
    notAfter: '2040-01-01T00:00:00Z',
    publicKeyAlgorithm: { oid: '1.2.840.113549.1.1.1' },
    signatureAlgorithm: { oid: '1.2.840.10045.4.3.2', parameters: null },
    basicConstraints: { ca: true, pathLength: 3 },
    keyUsage: ['digitalSignature', 'keyCertSign'],
    extendedKeyUsage: ['2.23.133.8.1'],
    warnings: [],
  });
  expect([nameText(certificate.issuer), nameText(certificate.subject)]).toEqual([node.issuer, node.subject]);
  expect(node.serialNumber).toBe('012C');
  expect(node.validFromDate.toISOString()).toBe('2020-01-01T00:00:00.000Z');
  expect(toHex(certificate.subjectKeyIdentifier ?? new Uint8Array())).toBe('010203');
  expect(toHex(certificate.authorityKeyIdentifier?.keyIdentifier ?? new Uint8Array())).toBe(toHex(root.keyIdentifier));
  expect(toHex(certificate.subjectPublicKeyInfo)).toBe(toHex(publicKeyInfo));
});

test('the signed range and the fields are parts of the input and not copies', () => {
  const der = leafWith();
  const certificate = parseCertificate(der);
  expect(certificate.tbs.buffer).toBe(der.buffer);
  expect(certificate.subjectPublicKeyInfo.buffer).toBe(der.buffer);
  const outer = fieldsOf(readDer(der));
  expect(toHex(certificate.tbs)).toBe(toHex(rawOf(outer.take('tbs'))));
});

test('a certificate without extensions has none of their fields', () => {
  const certificate = parseCertificate(rewritten({ version: null, extensions: null }));
  expect(certificate).toMatchObject({
    extensions: [],
    basicConstraints: null,
    keyUsage: null,
    extendedKeyUsage: null,
    subjectKeyIdentifier: null,
    authorityKeyIdentifier: null,
  });
});

test('extensions keep their order, flags, octets and offsets', () => {
  const der = leafWith(keyUsage(2), { oid: '1.2.3.4', critical: true, value: Uint8Array.of(9) });
  const { extensions } = parseCertificate(der);
  expect(extensions.map(({ oid, critical }) => [oid, critical])).toEqual([
    [EXTENSION.keyUsage, true],
    ['1.2.3.4', true],
    [EXTENSION.authorityKeyIdentifier, false],
  ]);
  expect(extensions[1]?.value).toEqual(Uint8Array.of(9));
  const { offset = 0 } = extensions[1] ?? {};
  expect(der.subarray(offset, offset + 5)).toEqual(
    encodeExtension({ oid: '1.2.3.4', critical: true, value: Uint8Array.of(9) }).subarray(0, 5),
  );
});

test.each([
  [EXTENSION.basicConstraints, 'basicConstraints', derInteger(1)],
  [EXTENSION.basicConstraints, 'basicConstraints', derSequence(derBoolean(true), derInteger(-1))],
  [EXTENSION.basicConstraints, 'basicConstraints', derSequence(derBoolean(true), derInteger(1), derInteger(1))],
  [EXTENSION.keyUsage, 'keyUsage', derSequence()],
  [EXTENSION.keyUsage, 'keyUsage', derValue(0x03)],
  [EXTENSION.extendedKeyUsage, 'extendedKeyUsage', derSequence(derInteger(1))],
  [EXTENSION.subjectKeyIdentifier, 'subjectKeyIdentifier', Uint8Array.of(1)],
  [EXTENSION.authorityKeyIdentifier, 'authorityKeyIdentifier', derOctets(Uint8Array.of(1))],
] as const)('a malformed extension %s leaves %s without a value, with a warning', (oid, field, value) => {
  const certificate = parseCertificate(leafWith({ oid, value }));
  expect(certificate[field]).toBeNull();
  expect(certificate.warnings).toEqual([expect.objectContaining({ code: 'malformed-extension' })]);
  expect(certificate.warnings[0]?.offset).toBe(certificate.extensions.find((extension) => extension.oid === oid)?.offset);
});

test('an extension that occurs twice is read once and warned about', () => {
  const certificate = parseCertificate(leafWith(basicConstraints(false), basicConstraints(true)));
  expect(certificate.basicConstraints).toEqual({ ca: false, pathLength: null });
  expect(certificate.extensions.filter(({ oid }) => oid === EXTENSION.basicConstraints)).toHaveLength(2);
  expect(certificate.warnings.map(({ code }) => code)).toEqual(['duplicate-extension']);
});

test('defaults that are written out are read with a warning', () => {
  const critical = derSequence(derOid('1.2.3'), derBoolean(false), derOctets(new Uint8Array()));
  const certificate = parseCertificate(rewritten({ version: derInteger(0), extensions: [critical] }));
  expect(certificate.warnings.map(({ code }) => code)).toEqual(['encoded-default', 'encoded-default']);
});

test('a serial number with superfluous octets and a negative one are read', () => {
  expect(parseCertificate(rewritten({ serialNumber: derValue(2, Uint8Array.of(0, 0, 0, 5)) }))).toMatchObject({
    serialNumber: 5n,
    warnings: [{ code: 'non-minimal-integer' }],
  });
  expect(parseCertificate(rewritten({ serialNumber: derInteger(-5) })).serialNumber).toBe(-5n);
});

test('warnings are told once each and at most as many as the limit', () => {
  const empty = derValue(0x31);
  const name = derSequence(...Array.from({ length: MAX_CERTIFICATE_WARNINGS + 5 }, () => empty));
  const { warnings } = parseCertificate(rewritten({ subject: name }));
  expect(warnings).toHaveLength(MAX_CERTIFICATE_WARNINGS);
  expect(new Set(warnings.map(({ offset }) => offset)).size).toBe(MAX_CERTIFICATE_WARNINGS);
});

test.each([
  ['octets after it', concatBytes([leafWith(), Uint8Array.of(0)]), 'trailing-data'],
  ['a fourth field', derSequence(...outerFieldsOf(leafWith()), derInteger(1)), 'trailing-data'],
  ['a field after its extensions', rewritten({ tail: derInteger(1) }), 'trailing-data'],
  ['version 4', rewritten({ version: derInteger(3) }), 'unsupported-version'],
  ['no serial number', rewritten({ serialNumber: null }), 'bad-tag'],
  ['a validity without an end', rewritten({ validity: derSequence(derTime('2020-01-01T00:00:00Z')) }), 'missing-field'],
  ['a date that does not exist', rewritten({ validity: derSequence(utcTime('200230000000Z'), utcTime('300101000000Z')) }), 'bad-time'],
  ['unused bits in its signature', derSequence(...outerFieldsOf(leafWith()).slice(0, 2), derBits(Uint8Array.of(1, 2), 3)), 'bad-value'],
  ['nothing in it', new Uint8Array(), 'empty-file'],
  ['a limit of octets exceeded', new Uint8Array(MAX_CERTIFICATE_BYTES + 1), 'too-large'],
] as const)('a certificate with %s is refused', (_, der, code) => {
  expect(() => parseCertificate(der)).toThrow(expect.objectContaining({ code }));
});

test('a certificate is told by its structure', () => {
  expect(looksLikeCertificate(leafWith())).toBe(true);
  expect(looksLikeCertificate(rewritten({ version: null, extensions: null }))).toBe(true);
  expect(looksLikeCertificate(concatBytes([leafWith(), Uint8Array.of(0)]))).toBe(true);
});

test('what begins like a certificate and is none is not told as one', () => {
  const holder = derSequence(derValue(contextConstructed(0), derSequence()));
  const attributeCertificate = derSequence(derSequence(derInteger(1), holder), derSequence(), derBits(new Uint8Array()));
  const algorithm = derSequence(derOid('1.2.840.10045.4.3.2'));
  const revocationList = derSequence(derSequence(derInteger(1), algorithm, derSequence(), derTime('2020-01-01T00:00:00Z')), algorithm);
  for (const der of [attributeCertificate, revocationList, new Uint8Array(), Uint8Array.of(0x30), leafWith().subarray(0, 100)]) {
    expect(looksLikeCertificate(der)).toBe(false);
  }
});

interface Change {
  readonly version?: Uint8Array | null;
  readonly serialNumber?: Uint8Array | null;
  readonly validity?: Uint8Array;
  readonly subject?: Uint8Array;
  readonly extensions?: readonly Uint8Array[] | null;
  readonly tail?: Uint8Array;
}

/** A certificate whose signature doesn't matter, with some fields written otherwise; null leaves one out. */
function rewritten({ version = derInteger(2), serialNumber = derInteger(1), extensions = [], tail, ...change }: Change): Uint8Array {
  const tbs = derSequence(
    version === null ? undefined : derValue(contextConstructed(0), version),
    serialNumber ?? undefined,
    root.algorithmIdentifier,
    derSequence(),
    change.validity ?? derSequence(derTime('2020-01-01T00:00:00Z'), derTime('2050-01-01T00:00:00Z')),
    change.subject ?? derSequence(),
    publicKeyInfo,
    extensions === null ? undefined : derValue(contextConstructed(3), derSequence(...extensions)),
    tail,
  );
  return derSequence(tbs, root.algorithmIdentifier, derBits(Uint8Array.of(1)));
}

function outerFieldsOf(der: Uint8Array): readonly Uint8Array[] {
  return fieldsOf(readDer(der)).rest().map(rawOf);
}

function utcTime(text: string): Uint8Array {
  return derValue(0x17, Buffer.from(text));
}

test('an authority key identifier with issuer and serial number is read', () => {
  const issuer = derValue(contextConstructed(1), derValue(contextConstructed(4), derSequence()));
  const value = derSequence(derOctets(Uint8Array.of(7), contextPrimitive(0)), issuer, derInteger(258, contextPrimitive(2)));
  const { authorityKeyIdentifier } = parseCertificate(leafWith({ oid: EXTENSION.authorityKeyIdentifier, value }));
  expect(authorityKeyIdentifier).toMatchObject({ keyIdentifier: Uint8Array.of(7), serialNumber: 258n, issuer: { rdns: [] } });
});
