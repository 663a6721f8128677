import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { toHex } from '#lib/encoding/bytes.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { tpmDigest } from '#lib/tpm/algorithms.ts';
import { keyDigest } from '#lib/x509/key.ts';
import { attestationKeyOf, endorsementKeyOf } from './attestation-keys.ts';

const { privateKey, publicArea } = makeAttestationKey('ecdsa');
const base64 = Buffer.from(publicArea).toString('base64');

test('an attestation key is known by its name: the algorithm, then the digest of its public area', () => {
  expect(attestationKeyOf(base64)).toBe(`ak:000b${toHex(tpmDigest('sha256', publicArea.subarray(2)))}`);
});

test('an endorsement key has the link key of its certificate, whatever form it is told in', () => {
  const info = new Uint8Array(createPublicKey(privateKey).export({ type: 'spki', format: 'der' }));
  expect(endorsementKeyOf(base64)).toBe(`ek-key:${keyDigest(info)}`);
});

test('what is no key of a TPM has no link key', () => {
  expect([attestationKeyOf('AAAA'), endorsementKeyOf('AAAA')]).toEqual([undefined, undefined]);
});
