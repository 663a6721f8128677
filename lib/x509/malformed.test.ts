import { expect, test } from 'vitest';
import { concatBytes } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { basicConstraints, keyUsage, makeAuthority, makeCertificate } from '#lib/testing/certificate-authority.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { looksLikeCertificate, parseCertificate } from './certificate.ts';
import { keyDigest, rsaModulusBits } from './key.ts';
import { verifySignature } from './signature.ts';
import type { Certificate } from './types.ts';

const root = makeAuthority({ name: 'Root', algorithm: 'ec-p256', seed: 'root' });
const leaf = makeCertificate({
  issuedBy: root,
  subject: [
    { oid: '2.5.4.6', value: 'US' },
    { oid: '2.5.4.3', value: 'Leaf' },
  ],
  publicKeyInfo: makeKey('rsa-2048', 'leaf').publicKeyInfo,
  serialNumber: 1,
  extensions: [basicConstraints(true, 0), keyUsage(5)],
});

/** Reads, or refuses with a ParseError; anything else is a defect. */
function readOrRefuse(der: Uint8Array): Certificate | string {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (error instanceof ParseError) return error.code;
    throw error;
  }
}

test('a certificate cut off at any length is refused', () => {
  for (let length = 0; length < leaf.length; length += 1) {
    const outcome = readOrRefuse(leaf.subarray(0, length));
    expect(outcome).toBe(length === 0 ? 'empty-file' : 'truncated');
    expect(looksLikeCertificate(leaf.subarray(0, length))).toBe(false);
  }
});

test('a certificate with any one octet changed is read or refused, and its signature does not verify', () => {
  const parsed = parseCertificate(leaf);
  for (let at = 0; at < leaf.length; at += 1) {
    const changed = leaf.slice();
    changed[at] = (changed[at] ?? 0) ^ 0x01;
    const outcome = readOrRefuse(changed);
    if (typeof outcome === 'string') continue;
    expect(signatureOf(outcome).status).not.toBe('valid');
  }
  expect(signatureOf(parsed).status).toBe('valid');
});

test.each([0x00, 0x80, 0xff])('a certificate with any one octet set to %i is read or refused', (octet) => {
  for (let at = 0; at < leaf.length; at += 1) {
    const changed = leaf.slice();
    changed[at] = octet;
    const outcome = readOrRefuse(changed);
    expect(outcome).toBeDefined();
    if (typeof outcome === 'object') expect(keyDigest(outcome.subjectPublicKeyInfo)).not.toBe('');
  }
});

test('a length beyond the file takes no memory', () => {
  for (const length of ['847fffffff', '84ffffffff', '88ffffffffffffffff', '80']) {
    const der = concatBytes([Uint8Array.of(0x30), Buffer.from(length, 'hex'), leaf.subarray(4)]);
    expect(['truncated', 'bad-length']).toContain(readOrRefuse(der));
  }
});

test('a key cut off at any length has no digest and no size', () => {
  for (const algorithm of ['rsa-1024', 'ec-p256'] as const) {
    const { publicKeyInfo } = makeKey(algorithm, 'cut');
    for (let length = 0; length < publicKeyInfo.length; length += 1) {
      expect(keyDigest(publicKeyInfo.subarray(0, length))).toBeNull();
      expect(rsaModulusBits(publicKeyInfo.subarray(0, length))).toBeNull();
    }
  }
});

function signatureOf(certificate: Certificate): { readonly status: string } {
  return verifySignature({
    algorithm: certificate.signatureAlgorithm,
    innerAlgorithm: certificate.innerSignatureAlgorithm,
    subjectPublicKeyInfo: root.publicKeyInfo,
    tbs: certificate.tbs,
    signature: certificate.signatureValue,
  });
}
