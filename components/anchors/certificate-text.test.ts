import { expect, test } from 'vitest';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { certificateDer, certificateDigest, certificateText } from './certificate-text.ts';

const der = Uint8Array.from({ length: 200 }, (_, index) => [0x30, 0x81, 0xc5][index] ?? index);
const base64 = Buffer.from(der).toString('base64');
const pem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;

test('a file of DER fills the field with base64, one of PEM with its text', () => {
  expect(Buffer.from(certificateText(der), 'base64')).toEqual(Buffer.from(der));
  expect(certificateText(new TextEncoder().encode(pem))).toBe(pem);
});

test('the digest is that of the DER, however the certificate was given', async () => {
  expect(await certificateDigest(certificateText(der))).toBe(sha256Hex(der));
  expect(await certificateDigest(`Subject: a root\r\n${pem.replaceAll('\n', '\r\n')}`)).toBe(sha256Hex(der));
});

test('there is no digest of what is no certificate, or more than one', () => {
  expect(['', 'none', 'not base64!', btoa('text'), pem + pem, pem.replace('CERTIFICATE', 'PUBLIC KEY')].map(certificateDer)).toEqual(
    Array.from({ length: 6 }, () => null),
  );
});
