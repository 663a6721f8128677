import { expect, test } from 'vitest';
import { concatBytes, encodeUtf8, toBase64 } from '#lib/encoding/bytes.ts';
import { FULL_BASE, PLAIN_BASE } from '#lib/testing/platform-certificate-samples.ts';
import { makePlatformCertificate } from '#lib/testing/platform-certificates.ts';
import { makeKey } from '#lib/testing/test-keys.ts';
import { readArtifact } from './read.ts';

const base = makePlatformCertificate(FULL_BASE);
const plain = makePlatformCertificate(PLAIN_BASE);
const pem = (der: Uint8Array, label: string, width = 64): string =>
  `-----BEGIN ${label}-----\n${toBase64(der).replace(new RegExp(`.{${width}}`, 'g'), '$&\n')}\n-----END ${label}-----\n`;

/** The TPM's NV header: two tags, and the length of what follows with the inner tag. */
function inNvMemory(der: Uint8Array, padding = 0): Uint8Array {
  const length = der.length + 2;
  return concatBytes([Uint8Array.of(0x10, 0x01, 0x00, length >> 8, length & 0xff, 0x10, 0x02), der, new Uint8Array(padding)]);
}

test.each([
  ['bare DER', base],
  ['a TPM NV header before it', inNvMemory(base)],
  ['a TPM NV header before it and zeros after it', inNvMemory(base, 300)],
  ['padding of zeros after it', concatBytes([base, new Uint8Array(64)])],
  ['padding of 0x11 after it', concatBytes([base, new Uint8Array(64).fill(0x11)])],
  ['PEM under its own label', encodeUtf8(pem(base, 'ATTRIBUTE CERTIFICATE'))],
  ['PEM under the label CERTIFICATE', encodeUtf8(pem(base, 'CERTIFICATE'))],
  ['PEM under the label PLATFORM CERTIFICATE', encodeUtf8(pem(base, 'PLATFORM CERTIFICATE'))],
  ['PEM in one line', encodeUtf8(pem(base, 'ATTRIBUTE CERTIFICATE', 100_000))],
  ['text before the block', encodeUtf8(`Subject: a server\n\n${pem(base, 'ATTRIBUTE CERTIFICATE')}`)],
])('a platform certificate with %s is read by its content', (_, bytes) => {
  expect(readArtifact(bytes).documents).toMatchObject([
    { kind: 'platform-certificate', error: null, document: { components: { length: 4 } } },
  ]);
});

test('several certificates in one PEM file are each a document', () => {
  const bytes = encodeUtf8(pem(base, 'CERTIFICATE') + pem(plain, 'ATTRIBUTE CERTIFICATE'));
  expect(readArtifact(bytes).documents.map(({ kind }) => kind)).toEqual(['platform-certificate', 'platform-certificate']);
});

test('a public key alone is told as what it is, in PEM or DER, and a certificate behind it is read', () => {
  const { publicKeyInfo } = makeKey('ec-p256', 'key');
  const alone = { kind: 'unknown', error: { code: 'public-key-alone', offset: 0, message: 'a public key alone, in no certificate' } };
  const pemKey = pem(publicKeyInfo, 'PUBLIC KEY');
  expect(readArtifact(publicKeyInfo).documents).toMatchObject([alone]);
  expect(readArtifact(encodeUtf8(pemKey)).documents).toMatchObject([alone]);
  expect(readArtifact(encodeUtf8(pemKey + pem(base, 'CERTIFICATE'))).documents).toMatchObject([alone, { kind: 'platform-certificate' }]);
});

test('an outer length beyond the end, plain text and an empty file are refused with the offset', () => {
  const errors = [base.subarray(0, -20), encodeUtf8('this is no certificate'), new Uint8Array()].map(
    (bytes) => readArtifact(bytes).documents[0]?.error,
  );
  expect(errors.map((error) => error?.code)).toEqual(['truncated', 'unknown-format', 'empty-file']);
  expect(errors.every((error) => error?.offset !== undefined)).toBe(true);
});

test("the record that Keylime keeps of an attestation is told as what it is, and a Python pickle isn't unpacked", () => {
  const record = encodeUtf8(JSON.stringify({ agent: {}, json_response: { code: 200, results: { quote: 'r' } }, mb_policy: null }));
  expect(readArtifact(record).documents).toMatchObject([
    { kind: 'tpm-quote', document: undefined, error: { code: 'unsupported-version', message: expect.stringContaining('Keylime') } },
  ]);
  for (const protocol of [2, 3, 4, 5]) {
    const pickle = concatBytes([Uint8Array.of(0x80, protocol), encodeUtf8('cos\nsystem\n.')]);
    expect(readArtifact(pickle).documents).toMatchObject([
      { kind: 'unknown', error: { code: 'unknown-format', message: expect.stringContaining('Python pickle') } },
    ]);
  }
});

test.each([
  ['UTF-16, little-endian', Buffer.concat([Uint8Array.of(0xff, 0xfe), Buffer.from('{"PLATFORM":{}}', 'utf16le')])],
  ['UTF-16, big-endian', Buffer.concat([Uint8Array.of(0xfe, 0xff), Buffer.from('{"PLATFORM":{}}', 'utf16le').swap16()])],
])('an inventory in %s is refused as what it is, so that the advice is to save it otherwise', (_, bytes) => {
  expect(readArtifact(new Uint8Array(bytes)).documents).toMatchObject([
    { kind: 'unknown', error: { code: 'bad-utf8', offset: 0, message: expect.stringMatching(/UTF-16/) } },
  ]);
});
