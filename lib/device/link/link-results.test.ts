import { createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { appraisal, base64Url, earClaims, makeTokenFile } from '#lib/testing/attestation-results.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { type LabeledFile, readEvidence } from '#lib/testing/read-evidence.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice, type SampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { assembleDevices } from '../assemble.ts';
import type { Statement } from '../statement/statement-types.ts';

const authorities = makeSampleAuthorities();
const [device, other] = [makeSampleDevice(3), makeSampleDevice(4)];
const anchors = [authorities.vendor, authorities.tpmVendor].map(({ certificate }) => ({ certificate: parseCertificate(certificate) }));
const key = makeAttestationKey('ecdsa');
const akpub = base64Url(new Uint8Array(createPublicKey(key.privateKey).export({ type: 'spki', format: 'der' })));

const built = (of: SampleDevice): readonly LabeledFile[] => [
  { label: `ek ${of.number}`, bytes: endorsementKeyOf(of, authorities) },
  { label: `base ${of.number}`, bytes: baseOf(of, authorities) },
];
const enrolledIn = (of: SampleDevice): Statement =>
  say('agent', '2026-04-30T00:00:00Z', {
    kind: 'attestation-key',
    endorsementKey: toBase64(makeTpmEndorsementKey('ec-p256', `ek-${of.number}`).publicArea),
    endorsementCertificate: null,
    attestationKey: toBase64(key.publicArea),
    method: 'credential-activation',
  });
const part = appraisal('affirming', {}, { 'ear.veraison.key-attestation': { akpub } });
const result = (more: Partial<LabeledFile> = {}): LabeledFile => ({
  label: 'result',
  bytes: makeTokenFile({ claims: earClaims({ submods: { PARSEC_TPM: part } }) }),
  ...more,
});

/** Where the result is: the serial of its device with the ground, or why it is in none. */
function placeOf(file: LabeledFile, statements: readonly Statement[]): string | undefined {
  const { devices, unlinked } = assembleDevices({ ...readEvidence([...built(device), ...built(other), file], anchors), statements });
  const found = devices.flatMap(({ identity, documents }) =>
    documents.flatMap(({ read, ground }) => (read.kind === 'attestation-result' ? [`${identity.serial} by ${ground}`] : [])),
  );
  return [...found, ...unlinked.map(({ reason }) => reason)].join();
}

test('a result that names an enrolled attestation key belongs to the device of that key', () => {
  expect(placeOf(result(), [enrolledIn(device)])).toBe(`${device.platform.serial} by attestation-key`);
});

test('it waits while the key is not enrolled, while two devices have it, and where its submitter may not hand in', () => {
  expect(placeOf(result(), [])).toBe('key-not-enrolled');
  expect(placeOf(result(), [enrolledIn(device), enrolledIn(other)])).toBe('several-candidates');
  expect(placeOf(result({ mayAttachTo: ['another'] }), [enrolledIn(device)])).toBe('not-granted');
});

test('a result about the key of another device is not this one’s, whatever its submitter says; only a person overrules that', () => {
  const named = result({ device: sha256Hex(baseOf(device, authorities)) });
  expect(placeOf(named, [])).toBe(`${device.platform.serial} by submitter`);
  expect(placeOf(named, [enrolledIn(device)])).toBe(`${device.platform.serial} by submitter`);
  expect(placeOf(named, [enrolledIn(other)])).toBe('identity-contradicts');
});

test('a result that names no key waits for somebody to say whose it is', () => {
  const bytes = makeTokenFile({ claims: earClaims() });
  expect(placeOf(result({ bytes }), [enrolledIn(device)])).toBe('no-serial');
});
