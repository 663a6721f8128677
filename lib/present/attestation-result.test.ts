import { describe, expect, test } from 'vitest';
import { assess } from '#lib/detect/assess.ts';
import type { Assessed } from '#lib/detect/rule.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { encodeUtf8, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { GLOBAL_VARIABLE, type MadeEvent, makeEventLog, makeVariable, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { type LabeledFile, readEvidence } from '#lib/testing/read-evidence.ts';
import { makeManifest, makeManifestSigner } from '#lib/testing/reference-manifests.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice, type SampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { HIERARCHY, nameOf, parsePublicArea, qualifiedNameOf } from '#lib/tpm/public-area.ts';
import { parseCertificate } from '#lib/x509/certificate.ts';
import { attestationResult } from './attestation-result.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(3);
const signer = makeManifestSigner('results');
const anchors = [authorities.vendor, authorities.tpmVendor, signer.authority].map(({ certificate }) => ({
  certificate: parseCertificate(certificate),
}));
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
  /** Handed in beside. */
  readonly more?: readonly LabeledFile[];
  readonly said?: readonly Statement[];
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
    bytes: evidenceFile(
      evidenceMembers(makeEvidence({ key, nonce, events, quote, selections: [{ hash: 0x000b, pcrs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }] })),
    ),
    receivedAt: `2026-05-01T0${hour}:00:00.000Z`,
    submittedBy: 'agent',
    challenge: {
      id: `c-${hour}`,
      nonce: toHex(nonce),
      attestationKey: name,
      selection: 'sha256:0,1,2,3,4,5,6,7,8,9',
      issuedAt: `2026-05-01T0${hour}:00:00.000Z`,
      expiresAt: `2026-05-01T0${hour}:05:00.000Z`,
    },
  };
}

/** The device after its parts were seen and its TPM answered. */
function assessed({ parts = device, boots = [SMALL_BOOT], more = [], said = [] }: Answered = {}): Assessed {
  const files = [
    { label: 'ek', bytes: endorsementKeyOf(device, authorities) },
    { label: 'base', bytes: baseOf(device, authorities) },
    { label: 'inventory', bytes: inventoryOf(parts) },
    ...boots.map((events, index) => answerOf(events, index + 1)),
    ...more,
  ];
  const [only] = assess({ ...readEvidence(files, anchors), statements: [enrolled, ...said], at }).assessed;
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

describe('what reference values know of a start', () => {
  const good = makeEventLog(SMALL_BOOT);
  const { manufacturer, model } = device.platform;
  /** What the maker of the device vouches for. */
  const manifest = [
    { label: 'manifest', bytes: signer.sign(makeManifest({ manufacturer, model, files: [{ name: 'x.rimel', bytes: good }] })) },
    { label: 'support', bytes: good, role: 'reference' },
  ];
  const otherIn = (pcr: number): readonly MadeEvent[] =>
    SMALL_BOOT.map((event) => (event.pcr === pcr && event.type !== 'EV_SEPARATOR' ? { ...event, measured: encodeUtf8('other') } : event));

  test('makes its firmware genuine, and what it started known', () => {
    expect(told(assessed({ more: manifest }))).toEqual({
      status: 'affirming',
      'instance-identity': 2,
      configuration: 2,
      executables: 3,
      hardware: 2,
    });
  });

  test('tells another loader, other firmware and other settings apart', () => {
    expect(told(assessed({ boots: [otherIn(4)], more: manifest }))).toMatchObject({ status: 'warning', executables: 33, hardware: 2 });
    expect(told(assessed({ boots: [otherIn(0)], more: manifest }))).toMatchObject({ status: 'contraindicated', hardware: 97 });
    const settings: readonly MadeEvent[] = [...SMALL_BOOT, { pcr: 1, type: 'EV_EFI_HANDOFF_TABLES', data: new Uint8Array(8) }];
    expect(told(assessed({ boots: [settings], more: manifest }))).toMatchObject({ status: 'warning', configuration: 36, executables: 3 });
  });

  test('says nothing of hardware where it is a boot that two people accepted', () => {
    const baseline = say('olga', '2026-05-01T02:00:00Z', {
      kind: 'baseline',
      submission: 'submission-answer 1',
      device: assessed().device.id,
    });
    const approval = say('paul', '2026-05-01T02:10:00Z', { kind: 'approval', statement: baseline.id });
    const learned = told(assessed({ said: [baseline, approval] }));
    expect(learned).toMatchObject({ executables: 3 });
    expect(learned).not.toHaveProperty('hardware');
    expect(told(assessed({ boots: [SMALL_BOOT, otherIn(4)], said: [baseline, approval] }))).toMatchObject({ executables: 33 });
  });
});
