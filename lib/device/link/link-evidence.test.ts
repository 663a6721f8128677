import { describe, expect, test } from 'vitest';
import { toBase64 } from '#lib/encoding/bytes.ts';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { type LabeledFile, readEvidence } from '#lib/testing/read-evidence.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { assembleDevices } from '../assemble.ts';
import type { Statement } from '../statement/statement-types.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(3);
const anchors = [authorities.vendor, authorities.tpmVendor].map((authority) => ({ certificate: parseCertificate(authority.certificate) }));
const key = makeAttestationKey('ecdsa');
const AT = '2026-05-01T00:00:00Z';

const enrolled = (seed = `ek-${device.number}`, attestationKey = key.publicArea): Statement =>
  say('agent', '2026-04-30T00:00:00Z', {
    kind: 'attestation-key',
    endorsementKey: toBase64(makeTpmEndorsementKey('ec-p256', seed).publicArea),
    endorsementCertificate: null,
    attestationKey: toBase64(attestationKey),
    method: 'credential-activation',
  });

const members = evidenceMembers(makeEvidence({ key }));
const built: readonly LabeledFile[] = [
  { label: 'ek', bytes: endorsementKeyOf(device, authorities) },
  { label: 'base', bytes: baseOf(device, authorities) },
];
const answer = (over: Readonly<Record<string, unknown>> = {}, more: Partial<LabeledFile> = {}): LabeledFile => ({
  label: 'evidence',
  bytes: evidenceFile({ ...members, ...over }),
  receivedAt: AT,
  ...more,
});

function linked(files: readonly LabeledFile[], statements: readonly Statement[]) {
  const { devices, unlinked } = assembleDevices({ ...readEvidence([...built, ...files], anchors), statements });
  return {
    kinds: devices.flatMap(({ documents }) => documents.map(({ read, ground }) => `${read.kind} by ${ground}`)).sort(),
    reasons: unlinked.map(({ reason }) => reason),
  };
}

const CERTIFICATES = ['endorsement-key-certificate by ek-certificate', 'platform-certificate by holder'];

describe('evidence of a TPM', () => {
  test('belongs to the device of the endorsement key beside which its key was seen', () => {
    expect(linked([answer()], [enrolled()])).toEqual({
      kinds: ['attestation-evidence by attestation-key', ...CERTIFICATES],
      reasons: [],
    });
  });

  test('waits while nobody has seen its key in a TPM, and while the certificate of that TPM is not at hand', () => {
    expect(linked([answer()], [])).toEqual({ kinds: CERTIFICATES, reasons: ['key-not-enrolled'] });
    expect(linked([answer()], [enrolled('another')])).toEqual({ kinds: CERTIFICATES, reasons: ['no-such-device'] });
  });

  test('proves nothing by the endorsement key that it names itself', () => {
    const named = answer({ endorsementKey: toBase64(makeTpmEndorsementKey('ec-p256', `ek-${device.number}`).publicArea) });
    expect(linked([named], []).reasons).toEqual(['key-not-enrolled']);
  });

  test('with a signature that fails is nobody’s, unless somebody answers a challenge to that key with it', () => {
    const forged = { signature: evidenceMembers(makeEvidence({})).signature };
    const challenge = { id: 'c', nonce: 'ab', attestationKey: 'cd', selection: 'sha256:0', issuedAt: AT, expiresAt: AT };
    expect(linked([answer(forged)], [enrolled()]).reasons).toEqual(['signature-fails']);
    expect(linked([answer(forged, { challenge })], [enrolled()]).kinds).toContain('attestation-evidence by attestation-key');
  });

  test('is handed in for granted devices only by who may hand in for some', () => {
    expect(linked([answer({}, { mayAttachTo: [] })], [enrolled()]).reasons).toEqual(['not-granted']);
  });

  test('brings its inventories along, but for one that speaks of another platform', () => {
    const inventoryFile = (number: number) => ({ lshw: toBase64(inventoryOf(makeSampleDevice(number))) });
    const own = linked([answer({ inventory: inventoryFile(device.number) })], [enrolled()]);
    expect(own.kinds).toContain('inventory by attestation-key');
    const other = linked([answer({ inventory: inventoryFile(4) })], [enrolled()]);
    expect([other.kinds, other.reasons]).toEqual([['attestation-evidence by attestation-key', ...CERTIFICATES], ['identity-contradicts']]);
  });
});
