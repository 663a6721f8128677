import { expect, test } from 'vitest';
import { assess } from '#lib/detect/assess.ts';
import type { Assessed } from '#lib/detect/rule.ts';
import { toBase64, toHex } from '#lib/encoding/bytes.ts';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { GLOBAL_VARIABLE, type MadeEvent, makeVariable, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { type LabeledFile, readEvidence } from '#lib/testing/read-evidence.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice, type SampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { HIERARCHY, nameOf, parsePublicArea, qualifiedNameOf } from '#lib/tpm/public-area.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { attestationResult } from './attestation-result.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(3);
const anchors = [authorities.vendor, authorities.tpmVendor].map(({ certificate }) => ({ certificate: parseCertificate(certificate) }));
const key = makeAttestationKey('ecdsa');
const endorsement = makeTpmEndorsementKey('ec-p256', `ek-${device.number}`);
const path = [endorsement, key].map(({ publicArea }) => parsePublicArea(publicArea));
const name = toHex((path[1] && nameOf(path[1])) ?? new Uint8Array());
const at = '2026-05-01T20:00:00.000Z';

const enrolled = say('agent', '2026-04-30T00:00:00Z', {
  kind: 'attestation-key',
  endorsementKey: toBase64(endorsement.publicArea),
  endorsementCertificate: null,
  attestationKey: toBase64(key.publicArea),
  method: 'credential-activation',
});

interface Answered {
  readonly parts?: SampleDevice;
  /** What the TPM told of each start, an hour apart. */
  readonly boots?: readonly (readonly MadeEvent[])[];
}

function answerOf(events: readonly MadeEvent[], hour: number): LabeledFile {
  const nonce = new Uint8Array(32).fill(hour);
  const quote = {
    qualifiedSigner: qualifiedNameOf(HIERARCHY.endorsement, path) ?? new Uint8Array(),
    clock: BigInt(hour) * 1000n,
    resetCount: hour,
  };
  return {
    label: `answer ${hour}`,
    bytes: evidenceFile(evidenceMembers(makeEvidence({ key, nonce, events, quote }))),
    receivedAt: `2026-05-01T0${hour}:00:00.000Z`,
    submittedBy: 'agent',
    challenge: {
      id: `c-${hour}`,
      nonce: toHex(nonce),
      attestationKey: name,
      selection: 'sha256:0,1,2,3,4,5,6,7',
      issuedAt: `2026-05-01T0${hour}:00:00.000Z`,
      expiresAt: `2026-05-01T0${hour}:05:00.000Z`,
    },
  };
}

/** The device after its parts were seen and its TPM answered. */
function assessed({ parts = device, boots = [SMALL_BOOT] }: Answered = {}): Assessed {
  const files = [
    { label: 'ek', bytes: endorsementKeyOf(device, authorities) },
    { label: 'base', bytes: baseOf(device, authorities) },
    { label: 'inventory', bytes: inventoryOf(parts) },
    ...boots.map((events, index) => answerOf(events, index + 1)),
  ];
  const [only] = assess({ ...readEvidence(files, anchors), statements: [enrolled], at }).assessed;
  if (only === undefined) throw new Error('no device');
  return only;
}

function told(subject: Assessed) {
  const [part] = attestationResult(subject, { at, nonce: null })?.appraisals ?? [];
  return { status: part?.status, ...Object.fromEntries((part?.vector ?? []).map((entry) => [entry.name, entry.value])) };
}

test('a device that is as it should be is affirmed', () => {
  const subject = assessed();
  expect(subject.verdict.trust).toBe('verified');
  expect(told(subject)).toEqual({ status: 'affirming', 'instance-identity': 2, configuration: 2 });
});

test('parts that changed without an explanation are a claim about hardware', () => {
  const subject = assessed({ parts: { ...device, components: device.components.map((part) => ({ ...part, serial: `${part.serial}9` })) } });
  expect(subject.verdict.trust).toBe('changed-unexplained');
  expect(told(subject)).toMatchObject({ status: 'contraindicated', hardware: 96 });
});

test('a change that is about no part is no claim about hardware', () => {
  const off = makeVariable({ vendor: GLOBAL_VARIABLE, name: 'SecureBoot', data: Uint8Array.of(0) });
  const without = SMALL_BOOT.map((event) => (event.type === 'EV_EFI_VARIABLE_DRIVER_CONFIG' ? { ...event, data: off } : event));
  const subject = assessed({ boots: [SMALL_BOOT, without] });
  expect(subject.verdict.trust).toBe('changed-unexplained');
  expect(told(subject)).toEqual({ status: 'warning', 'instance-identity': 2, configuration: 32 });
});

test('what the page of the device calls changed without an explanation is never affirmed', () => {
  const { verdict, ...rest } = assessed();
  expect(told({ ...rest, verdict: { ...verdict, trust: 'changed-unexplained' } }).status).toBe('warning');
});
