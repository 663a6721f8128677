import { createHash, createPublicKey, ECDH } from 'node:crypto';
import { expect, test } from 'vitest';
import { fromHex, toHex } from '#lib/encoding/bytes.ts';
import { derBits, derInteger, derOid, derSequence, derValue } from '#lib/encoding/der-write.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { keyDigest, looksLikePublicKey, MAX_RSA_OCTETS, rsaModulusBits } from './key.ts';
import { KEY_ALGORITHM } from './oids.ts';

const NULL = derValue(0x05);
const RSA = makeKey('rsa-1024', 'key');
const P256_OID = '1.2.840.10045.3.1.7';

interface RsaNumbers {
  readonly modulus: Uint8Array;
  readonly exponent?: Uint8Array;
  readonly algorithm?: Uint8Array;
}

function rsaInfo({ modulus, exponent = derInteger(65537), algorithm = derOid(KEY_ALGORITHM.rsaEncryption) }: RsaNumbers): Uint8Array {
  return derSequence(derSequence(algorithm, NULL), derBits(derSequence(modulus, exponent)));
}

function ecInfo(point: Uint8Array, curve: Uint8Array = derOid(P256_OID)): Uint8Array {
  return derSequence(derSequence(derOid(KEY_ALGORITHM.ecPublicKey), curve), derBits(point));
}

function modulusOf(publicKeyInfo: Uint8Array): bigint {
  const { n = '' } = createPublicKey({ key: Buffer.from(publicKeyInfo), format: 'der', type: 'spki' }).export({ format: 'jwk' });
  return BigInt(`0x${Buffer.from(n, 'base64url').toString('hex')}`);
}

test('one RSA key has one digest whatever algorithm its certificate names', () => {
  const modulus = derInteger(modulusOf(RSA.publicKeyInfo));
  const infos = Object.values(KEY_ALGORITHM)
    .filter((oid) => oid !== KEY_ALGORITHM.ecPublicKey)
    .map((oid) => rsaInfo({ modulus, algorithm: derOid(oid) }));
  const expected = createHash('sha256')
    .update(`rsa:${modulusOf(RSA.publicKeyInfo).toString(16)}:10001`)
    .digest('hex');
  expect(infos.map(keyDigest)).toEqual([expected, expected, expected]);
  expect(keyDigest(RSA.publicKeyInfo)).toBe(expected);
});

test('another modulus or exponent gives another digest', () => {
  const digests = [
    rsaInfo({ modulus: derInteger(0x1234567n) }),
    rsaInfo({ modulus: derInteger(0x1234567n), exponent: derInteger(3) }),
    rsaInfo({ modulus: derInteger(0x123456n), exponent: derInteger(0x710001n) }),
  ].map(keyDigest);
  expect(new Set(digests).size).toBe(3);
  expect(digests).not.toContain(null);
});

test('leading zeros of a modulus do not change its digest', () => {
  const plain = rsaInfo({ modulus: derInteger(0x1234567n) });
  expect(keyDigest(rsaInfo({ modulus: derValue(2, fromHex('0000000001234567')) }))).toBe(keyDigest(plain));
});

test('the bits of a modulus are counted from its first one', () => {
  expect(rsaModulusBits(RSA.publicKeyInfo)).toBe(1024);
  expect(rsaModulusBits(rsaInfo({ modulus: derInteger((1n << 2040n) | 1n) }))).toBe(2041);
  expect(rsaModulusBits(rsaInfo({ modulus: derInteger(1) }))).toBe(1);
  expect(rsaModulusBits(makeKey('ec-p256', 'key').publicKeyInfo)).toBeNull();
});

test('a point has one digest, compressed or not', () => {
  const { publicKeyInfo } = makeKey('ec-p256', 'key');
  const point = publicKeyInfo.slice(-65);
  const compressed = ECDH.convertKey(point, 'prime256v1', undefined, undefined, 'compressed');
  const expected = createHash('sha256')
    .update(`ec:${P256_OID}:${toHex(point)}`)
    .digest('hex');
  expect(keyDigest(publicKeyInfo)).toBe(expected);
  expect(keyDigest(ecInfo(Buffer.from(compressed)))).toBe(expected);
});

test.each([
  ['empty', new Uint8Array()],
  ['an RSA key whose modulus is zero', rsaInfo({ modulus: derInteger(0) })],
  ['an RSA key whose modulus is negative', rsaInfo({ modulus: derInteger(-5) })],
  [
    'an RSA key without an exponent',
    derSequence(derSequence(derOid(KEY_ALGORITHM.rsaEncryption), NULL), derBits(derSequence(derInteger(5)))),
  ],
  ['an RSA key one octet beyond the limit', rsaInfo({ modulus: derInteger(1n << BigInt(MAX_RSA_OCTETS * 8 + 8)) })],
  ['a point of a wrong length', ecInfo(new Uint8Array(64).fill(4))],
  ['a compressed point off the curve', ecInfo(Uint8Array.of(2, ...new Array(32).fill(0xff)))],
  ['a point at infinity', ecInfo(Uint8Array.of(0))],
  ['a curve without a name', ecInfo(makeKey('ec-p256', 'key').publicKeyInfo.slice(-65), derSequence())],
  ['an algorithm that is not read', derSequence(derSequence(derOid('1.3.101.112')), derBits(new Uint8Array(32)))],
])('no digest for %s', (_, info) => {
  expect(keyDigest(info)).toBeNull();
  expect(rsaModulusBits(info)).toBeNull();
});

test('an RSA key at the limit is read', () => {
  expect(rsaModulusBits(rsaInfo({ modulus: derInteger(1n << BigInt(MAX_RSA_OCTETS * 8 - 1)) }))).toBe(MAX_RSA_OCTETS * 8);
});

test('a public key is told from what is not one by its structure, whatever its algorithm', () => {
  const unknown = derSequence(derSequence(derOid('1.2.3')), derBits(new Uint8Array(3)));
  for (const key of [RSA.publicKeyInfo, makeKey('ec-p256', 'key').publicKeyInfo, unknown]) expect(looksLikePublicKey(key)).toBe(true);
  const more = derSequence(derSequence(derOid('1.2.3')), derBits(new Uint8Array(3)), NULL);
  const signed = derSequence(derSequence(), derSequence(derOid('1.2.3')), derBits(new Uint8Array(3)));
  for (const bytes of [new Uint8Array(), fromHex('3000'), more, signed, RSA.publicKeyInfo.slice(0, -1)]) {
    expect(looksLikePublicKey(bytes)).toBe(false);
  }
});
