import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { concatBytes, encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { VERIFIER_KEY } from '#lib/testing/attestation-results.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { MAX_KEY_FILE_BYTES, MAX_VERIFIER_KEYS, readVerifierKeys, verifierKeyFile } from './verifier-keys.ts';

const jwkOf = (info: Uint8Array) => createPublicKey({ key: Buffer.from(info), format: 'der', type: 'spki' }).export({ format: 'jwk' });
const jwk = jwkOf(VERIFIER_KEY.publicKeyInfo);
const read = (value: unknown) => readVerifierKeys(encodeUtf8(JSON.stringify(value)));
const pem = (info: Uint8Array, label = 'PUBLIC KEY'): string => `-----BEGIN ${label}-----\n${toBase64(info)}\n-----END ${label}-----\n`;

test('a key, a set of keys and PEM are read, with names and issuers where they have them', () => {
  const key = { issuer: null, id: null, subjectPublicKeyInfo: VERIFIER_KEY.publicKeyInfo };
  expect(read(jwk)).toEqual([key]);
  expect(read({ ...jwk, kid: 'one', issuer: 'https://a.example' })).toEqual([{ ...key, id: 'one', issuer: 'https://a.example' }]);
  expect(read({ issuer: 'https://a.example', keys: [jwk, { ...jwk, kid: 'two', issuer: 'https://b.example' }] })).toMatchObject([
    { issuer: 'https://a.example', id: null },
    { issuer: 'https://b.example', id: 'two' },
  ]);
  const rsa = makeKey('rsa-2048', 'pem').publicKeyInfo;
  expect(readVerifierKeys(encodeUtf8(pem(VERIFIER_KEY.publicKeyInfo) + pem(rsa)))).toEqual([key, { ...key, subjectPublicKeyInfo: rsa }]);
});

test('shared secrets, keys for encryption and what is no key are left out', () => {
  expect(read({ kty: 'oct', k: 'c2VjcmV0' })).toEqual([]);
  expect(read({ keys: [{ ...jwk, use: 'enc' }, { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }, 5, null, {}] })).toEqual([]);
  for (const value of [[], 'text', 5, null, { keys: 'none' }, { eat_profile: 'x' }]) expect(read(value)).toEqual([]);
  expect(readVerifierKeys(encodeUtf8('not JSON'))).toEqual([]);
  expect(readVerifierKeys(encodeUtf8('{"kty":"EC","kty":"RSA"}'))).toEqual([]);
  expect(readVerifierKeys(encodeUtf8(pem(VERIFIER_KEY.publicKeyInfo, 'PRIVATE KEY')))).toEqual([]);
  expect(readVerifierKeys(encodeUtf8(pem(Uint8Array.of(1, 2, 3))))).toEqual([]);
  expect(readVerifierKeys(new Uint8Array())).toEqual([]);
});

test('a key that is written is read back, with its name and its issuer', () => {
  for (const algorithm of ['ec-p256', 'ec-p384', 'rsa-2048'] as const) {
    const { publicKeyInfo } = makeKey(algorithm, 'file');
    for (const named of [
      { id: null, issuer: null },
      { id: 'one', issuer: 'https://a.example' },
    ]) {
      const key = { ...named, subjectPublicKeyInfo: publicKeyInfo };
      expect(readVerifierKeys(verifierKeyFile(key))).toEqual([key]);
    }
  }
  expect(() => verifierKeyFile({ id: null, issuer: null, subjectPublicKeyInfo: Uint8Array.of(1) })).toThrow(RangeError);
});

test('the private half of a key is never looked at', () => {
  const whole = makeKey('ec-p256', 'verifier').privateKey.export({ format: 'jwk' });
  expect(read(whole)).toEqual(read(jwk));
});

test('as many keys and octets are read as are allowed, and no more', () => {
  expect(read({ keys: Array.from({ length: MAX_VERIFIER_KEYS + 1 }, () => jwk) })).toHaveLength(MAX_VERIFIER_KEYS);
  const text = encodeUtf8(JSON.stringify(jwk));
  const padded = (length: number): Uint8Array => concatBytes([text, new Uint8Array(length - text.length).fill(0x20)]);
  expect(readVerifierKeys(padded(MAX_KEY_FILE_BYTES))).toHaveLength(1);
  expect(readVerifierKeys(padded(MAX_KEY_FILE_BYTES + 1))).toEqual([]);
});
