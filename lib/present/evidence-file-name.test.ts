import { expect, test } from 'vitest';
import type { Kind } from '#lib/artifact/types.ts';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { evidenceFileName } from './evidence-file-name.ts';

const sha256 = 'ab'.repeat(32);
const der = Uint8Array.of(0x30, 0x82, 0x01, 0x02);
const nameOf = (kind: Kind, beginning: Uint8Array | string): string =>
  evidenceFileName({ sha256, kind, beginning: typeof beginning === 'string' ? encodeUtf8(beginning) : beginning });

test.each<readonly [Kind, Uint8Array | string, string]>([
  ['reference-manifest', '<?xml version="1.0"?>\n<SoftwareIdentity', '.swidtag'],
  ['reference-manifest', '\ufeff <SoftwareIdentity', '.swidtag'],
  ['reference-manifest', Uint8Array.of(0xd9, 0x01, 0xf5), '.cbor'],
  ['platform-certificate', der, '.der'],
  ['platform-certificate', '-----BEGIN ATTRIBUTE CERTIFICATE-----', '.pem'],
  ['endorsement-key-certificate', Uint8Array.of(0x10, 0x01, 0x00), '.bin'],
  ['certificate-revocation-list', der, '.crl'],
  ['certificate-revocation-list', '-----BEGIN X509 CRL-----', '.pem'],
  ['ocsp-response', der, '.ors'],
  ['cyclonedx-bom', '{"bomFormat"', '.json'],
  ['cyclonedx-bom', '<bom', '.xml'],
  ['inventory', '[{', '.json'],
  ['inventory', 'Handle 0x0001, DMI type 1', '.txt'],
  ['attestation-evidence', '{"nonce"', '.json'],
  ['attestation-result', 'eyJhbGciOiJFUzI1NiJ9', '.jwt'],
  ['attestation-result', Uint8Array.of(0xd2, 0x84), '.cbor'],
  ['tpm-event-log', Uint8Array.of(0, 0, 0, 0), '.bin'],
  ['tpm-runtime-log', Uint8Array.of(0x1e, 0x7b), '.log'],
  ['unknown', '<html>', '.bin'],
  ['unknown', new Uint8Array(), '.bin'],
])('a file of kind %s is named by it, with the extension of its form', (kind, beginning, extension) => {
  expect(nameOf(kind, beginning)).toBe(`artifacts/${kind}/${sha256}${extension}`);
});
