import { inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { concatBytes, encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { contextConstructed } from '#lib/encoding/der.ts';
import { derInteger, derOid, derSequence, derSetOf, derValue } from '#lib/encoding/der-write.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { MAX_ZIP_ENTRIES, MAX_ZIP_ENTRY_BYTES, readZip } from '#lib/encoding/zip.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { makeZip, type ZipFile } from '#lib/testing/zip-files.ts';
import { MAX_SET_BYTES, readCertificateSet } from './certificate-set.ts';

const inflate = (octets: Uint8Array, most: number): Uint8Array | null => {
  try {
    return new Uint8Array(inflateRawSync(octets, { maxOutputLength: most }));
  } catch {
    return null;
  }
};
const { tpmVendor, vendor, integrator } = makeSampleAuthorities();
const certificates = [tpmVendor, vendor, integrator].map(({ certificate }) => certificate);
const pem = (der: Uint8Array, label = 'CERTIFICATE'): string => `-----BEGIN ${label}-----\n${toBase64(der)}\n-----END ${label}-----\n`;

/** SignedData without content, as bundles of certificates are. @spec RFC 5652 section 5.1 */
function pkcs7(...ders: readonly Uint8Array[]): Uint8Array {
  const empty = derSequence(derOid('1.2.840.113549.1.7.1'));
  const signedData = derSequence(derInteger(1), derSetOf(), empty, derValue(contextConstructed(0), ...ders), derSetOf());
  return derSequence(derOid('1.2.840.113549.1.7.2'), derValue(contextConstructed(0), signedData));
}

/** Paths with the common names that stand there, or the code of what went wrong. */
const told = (bytes: Uint8Array) =>
  readCertificateSet(bytes, inflate).map((member) =>
    'error' in member ? `${member.path} ${member.error.code}` : `${member.path} ${indexOf(member.certificate.der)}`,
  );
const indexOf = (der: Uint8Array): number => certificates.findIndex((each) => Buffer.from(each).equals(der));

function codeOf(read: () => unknown): string {
  try {
    read();
    return 'none';
  } catch (error) {
    if (error instanceof ParseError) return error.code;
    throw error;
  }
}

test('one certificate, PEM blocks and PKCS #7, bare or in PEM, are sets', () => {
  const [first, second, third] = certificates as [Uint8Array, Uint8Array, Uint8Array];
  expect(told(first)).toEqual([' 0']);
  expect(told(encodeUtf8(pem(first) + pem(second)))).toEqual([' 0', ' 1']);
  expect(told(pkcs7(second, third))).toEqual([' 1', ' 2']);
  expect(told(encodeUtf8(pem(pkcs7(first, third), 'PKCS7')))).toEqual([' 0', ' 2']);
  expect(told(pkcs7())).toEqual([]);
});

const file = (path: string, bytes: Uint8Array, over: Partial<ZipFile> = {}): ZipFile => ({ path, bytes, ...over });

test('folders of vendors in an archive are one set, by their paths; what is no certificate stays packed, and what is broken is told', () => {
  const [first, second, third] = certificates as [Uint8Array, Uint8Array, Uint8Array];
  const archive = makeZip([
    file('setup.ps1', encodeUtf8('echo'), { method: 99 }),
    file('Aster/RootCA/aster.cer', first),
    file('Aster/IntermediateCA/', new Uint8Array()),
    file('Aster/IntermediateCA/two.CRT', encodeUtf8(pem(second)), { method: 0 }),
    file('../Other/RootCA/three.p7b', pkcs7(third)),
    file('Broken/RootCA/four.der', first.subarray(0, 100)),
  ]);
  expect(told(archive)).toEqual([
    'Aster/RootCA/aster.cer 0',
    'Aster/IntermediateCA/two.CRT 1',
    '../Other/RootCA/three.p7b 2',
    'Broken/RootCA/four.der truncated',
  ]);
});

test.each<[string, Uint8Array, string]>([
  ['what is neither', encodeUtf8('hello'), 'truncated'],
  ['a file over the limit', new Uint8Array(MAX_SET_BYTES + 1), 'too-large'],
  ['an archive whose file is larger than it says', makeZip([file('a.cer', new Uint8Array(200), { said: 100 })]), 'bad-value'],
  [
    'a file that says to be larger than any may be',
    makeZip([file('a.cer', new Uint8Array(4), { said: MAX_ZIP_ENTRY_BYTES + 1 })]),
    'too-large',
  ],
  [
    'a file that unpacks to more than it says and any may',
    makeZip([file('a.cer', new Uint8Array(MAX_ZIP_ENTRY_BYTES * 2), { said: 5 })]),
    'bad-value',
  ],
  ['an encrypted file', makeZip([file('a.cer', new Uint8Array(4), { flags: 1 })]), 'unsupported-version'],
  ['another method of packing', makeZip([file('a.cer', new Uint8Array(4), { method: 12 })]), 'unsupported-version'],
  ['more files than are read', makeZip(Array.from({ length: MAX_ZIP_ENTRIES + 1 }, () => file('a', new Uint8Array()))), 'too-many'],
  [
    'an archive that unpacks to more than is read',
    makeZip(Array.from({ length: 33 }, () => file('a.cer', new Uint8Array(MAX_ZIP_ENTRY_BYTES)))),
    'too-large',
  ],
])('%s is refused', (_, bytes, code) => {
  expect(codeOf(() => readCertificateSet(bytes, inflate))).toBe(code);
});

test('an archive that was cut off anywhere is refused, or whole without its end, and never read beyond', () => {
  const archive = makeZip(certificates.map((bytes, index) => file(`${index}.cer`, bytes)));
  for (let length = 0; length < archive.length; length += 1)
    expect(codeOf(() => readZip(archive.subarray(0, length), { isWanted: () => true, inflate }))).toBe('truncated');
  const moved = concatBytes([archive.subarray(0, 8), archive]);
  expect(codeOf(() => readZip(moved, { isWanted: () => true, inflate }))).toBe('bad-value');
});
