import { describe, expect, test } from 'vitest';
import { assess } from '#lib/detect/assess.ts';
import type { Assessed } from '#lib/detect/rule.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import type { Challenge } from '#lib/device/submission-types.ts';
import { encodeUtf8, toBase64, toHex } from '#lib/encoding/bytes.ts';
import { evidenceFile, evidenceMembers, type MadeDevice, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { type MadeEvent, makeEventLog, SMALL_BOOT, SMALL_BOOT_UNSECURED } from '#lib/testing/event-logs.ts';
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

/** What an answer differs in from one that convinces. */
interface Differs {
  readonly made?: Partial<MadeDevice>;
  readonly challenge?: Partial<Challenge> | null;
}

interface Answered {
  readonly parts?: SampleDevice;
  /** What the TPM told of each start, an hour apart. */
  readonly boots?: readonly (readonly MadeEvent[])[];
  /** Handed in beside. */
  readonly more?: readonly LabeledFile[];
  readonly said?: readonly Statement[];
  readonly isTpmTrusted?: boolean;
  /** By the hour of the answer. */
  readonly differs?: Readonly<Record<number, Differs>>;
}

function answerOf(events: readonly MadeEvent[], hour: number, { made, challenge }: Differs = {}): LabeledFile {
  const nonce = new Uint8Array(32).fill(hour);
  const quote = {
    qualifiedSigner: qualifiedNameOf(HIERARCHY.endorsement, path) ?? new Uint8Array(),
    clock: BigInt(hour) * 1000n,
    resetCount: hour,
  };
  const selections = [{ hash: 0x000b, pcrs: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }];
  const asked: Challenge = {
    id: `c-${hour}`,
    nonce: toHex(nonce),
    attestationKey: name,
    selection: 'sha256:0,1,2,3,4,5,6,7,8,9',
    issuedAt: `2026-05-01T0${hour}:00:00.000Z`,
    expiresAt: `2026-05-01T0${hour}:05:00.000Z`,
  };
  return {
    label: `answer ${hour}`,
    bytes: evidenceFile(evidenceMembers(makeEvidence({ key, nonce, events, selections, ...made, quote: { ...quote, ...made?.quote } }))),
    receivedAt: `2026-05-01T0${hour}:00:00.000Z`,
    submittedBy: 'agent',
    ...(challenge === null ? {} : { challenge: { ...asked, ...challenge } }),
  };
}

/** The device after its parts were seen and its TPM answered. */
function assessed({
  parts = device,
  boots = [SMALL_BOOT],
  more = [],
  said = [],
  differs = {},
  isTpmTrusted = true,
}: Answered = {}): Assessed {
  const files = [
    { label: 'ek', bytes: endorsementKeyOf(device, authorities) },
    { label: 'base', bytes: baseOf(device, authorities) },
    { label: 'inventory', bytes: inventoryOf(parts) },
    ...boots.map((events, index) => answerOf(events, index + 1, differs[index + 1])),
    ...more,
  ];
  const [only] = assess({
    ...readEvidence(files, isTpmTrusted ? anchors : anchors.filter((_, index) => index !== 1)),
    statements: [enrolled, ...said],
    at,
  }).assessed;
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
  const subject = assessed({ boots: [SMALL_BOOT, SMALL_BOOT_UNSECURED] });
  expect(subject.verdict.trust).toBe('changed-unexplained');
  expect(told(subject)).toEqual({ status: 'warning', 'instance-identity': 2, configuration: 32 });
});

test('what the page of the device calls changed without an explanation is never affirmed', () => {
  const { verdict, ...rest } = assessed();
  expect(told({ ...rest, verdict: { ...verdict, trust: 'changed-unexplained' } }).status).toBe('warning');
});

test('what the page of the device calls failed is contraindicated, whatever its TPM answered', () => {
  const { verdict, ...rest } = assessed();
  expect(told({ ...rest, verdict: { ...verdict, trust: 'failed-verification' } }).status).toBe('contraindicated');
});

describe('the result says of an answer what the page of the device says', () => {
  const elsewhere = { quote: { qualifiedSigner: new Uint8Array(34).fill(5) } };
  const unlogged = [{ pcr: 4, data: encodeUtf8('a boot kit') }];
  const three = [SMALL_BOOT, SMALL_BOOT, SMALL_BOOT];
  const otherNonce = { nonce: new Uint8Array(32).fill(9) };

  test.each<readonly [string, Answered, string, string, number | undefined]>([
    ['convinces', {}, 'passed', 'affirming', 2],
    ['convinces, by a key that was not made below the endorsement key', { differs: { 1: { made: elsewhere } } }, 'passed', 'affirming', 2],
    ['convinces as those before it', { boots: three }, 'passed', 'affirming', 2],
    ['tells another PCR than its log', { differs: { 1: { made: { unlogged } } } }, 'failed', 'contraindicated', 2],
    ['tells another PCR, by such a key', { differs: { 1: { made: { ...elsewhere, unlogged } } } }, 'failed', 'contraindicated', 2],
    [
      'tells a PCR that was extended since',
      { boots: three, differs: { 2: { made: { quote: { resetCount: 1 } } }, 3: { made: { unlogged, quote: { resetCount: 1 } } } } },
      'failed',
      'contraindicated',
      2,
    ],
    ['is over another nonce', { differs: { 1: { made: otherNonce } } }, 'failed', 'contraindicated', 99],
    ['comes too late', { differs: { 1: { challenge: { expiresAt: '2026-05-01T00:30:00.000Z' } } } }, 'failed', 'contraindicated', 99],
    ['is of a clock that went back', { boots: three, differs: { 3: { made: { quote: { clock: 1n } } } } }, 'failed', 'contraindicated', 99],
    ['answers a question a second time', { boots: three, differs: { 3: { challenge: { id: 'c-2' } } } }, 'failed', 'contraindicated', 99],
    ['is of a TPM that nobody vouches for', { isTpmTrusted: false }, 'unproven', 'none', undefined],
    ['answers no question', { differs: { 1: { challenge: null } } }, 'unproven', 'none', undefined],
  ])('where it %s', (_, answered, outcome, status, identity) => {
    const subject = assessed(answered);
    expect(subject.device.attestation.attestations.at(-1)?.outcome).toBe(outcome);
    const { status: signed, 'instance-identity': claimed } = told(subject) as Record<string, unknown>;
    expect([signed, claimed]).toEqual([status, identity]);
  });
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
