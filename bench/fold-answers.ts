import { verifyDocument } from '#lib/artifact/verify.ts';
import { assembleDevices } from '#lib/device/assemble.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { Evidence } from '#lib/device/evidence.ts';
import { toBase64, toHex } from '#lib/encoding/bytes.ts';
import { say } from '#lib/testing/device-evidence.ts';
import { makeTpmEndorsementKey } from '#lib/testing/endorsement-keys.ts';
import { type LabeledFile, readEvidence } from '#lib/testing/read-evidence.ts';
import { keyName } from './agents.ts';
import { compare, type Figure } from './harness.ts';
import { keyOfDevice, makeAnswers, nonceOf } from './made-answers.ts';
import { type BenchHistory, makeBenchHistory } from './made-histories.ts';

export const COMPONENTS = 500;
export const HOURS = 8760;
export const FEW = 12;
const RECORDS = 30;
const HOUR_MS = 3_600_000;
const FIRST = Date.UTC(2025, 0, 1);

/** A device that answered every hour for a year is folded again, as it is each time that one more answer comes in. */
export async function benchFoldAnswers({ rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const history = makeBenchHistory({ device: 1, components: COMPONENTS, deltas: 0 });
  const [year, few] = [HOURS, FEW].map((answers) => evidenceOf(history, answers));
  if (year === undefined || few === undefined) throw new Error('nothing was made');
  return [
    await compare({
      name: `fold: ${HOURS} answers of a TPM`,
      ours: `a device of ${COMPONENTS} components that answered every hour for a year, folded again: linked, every answer judged, timeline; nothing is read`,
      yardstick: `the same with ${FEW} answers`,
      direction: 'at-most',
      target: null,
      rounds,
      perRound: 1,
      onOneThread: true,
      runOurs: async () => expectAll(fold(history, year), HOURS),
      runYardstick: async () => expectAll(fold(history, few), FEW),
    }),
  ];
}

function evidenceOf(history: BenchHistory, answers: number): Evidence {
  return {
    ...readEvidence(filesOf(history, answers), history.trust.anchors),
    statements: [say('agent', at(-1), enrolled())],
    at: at(HOURS),
  };
}

/** The device's certificates, and so many answers, one an hour. */
export function filesOf(history: BenchHistory, answers: number): readonly LabeledFile[] {
  const makeAnswer = makeAnswers(RECORDS);
  const files = [...history.others, ...history.certificates].map(
    (bytes, index): LabeledFile => ({ label: `file ${index}`, bytes, receivedAt: at(-1) }),
  );
  const given = Array.from({ length: answers }, (_, hour) =>
    answerOf(hour, makeAnswer(0, nonceOf(hour), { clock: BigInt(hour) * 3_600_000n })),
  );
  return [...files, ...given];
}

/** When so many hours of the year were over. ISO 8601. */
export const at = (hour: number): string => new Date(FIRST + hour * HOUR_MS).toISOString();

function answerOf(hour: number, bytes: Uint8Array): LabeledFile {
  const expiresAt = new Date(FIRST + hour * HOUR_MS + 300_000).toISOString();
  const asked = { nonce: toHex(nonceOf(hour)), attestationKey: keyName(keyOfDevice(0)), selection: 'sha256:0,1,2,3,4,5,6,7,8,9,14' };
  return {
    label: `answer ${hour}`,
    bytes,
    receivedAt: at(hour),
    submittedBy: 'agent',
    challenge: { id: `c-${hour}`, ...asked, issuedAt: at(hour), expiresAt },
  };
}

/** What enrolment says. The endorsement key is the one whose certificate the histories have. */
export const enrolled = () =>
  ({
    kind: 'attestation-key',
    endorsementKey: toBase64(makeTpmEndorsementKey('ec-p256', 'fold ek').publicArea),
    endorsementCertificate: null,
    attestationKey: toBase64(keyOfDevice(0).publicArea),
    method: 'credential-activation',
  }) as const;

function fold({ trust }: BenchHistory, evidence: Evidence): DeviceState {
  const { devices } = assembleDevices(evidence, { verify: (input) => verifyDocument({ ...input, ...trust }) });
  const [device] = devices;
  if (device === undefined || devices.length !== 1) throw new Error(`${devices.length} devices came out`);
  return device;
}

export function expectAll({ attestation }: Pick<DeviceState, 'attestation'>, answers: number): void {
  const rows = attestation.attestations.map(({ outcome, count }) => `${outcome} ${count}`);
  if (rows.join() !== `passed ${answers}`) throw new Error(`of ${answers} answers came: ${rows.slice(0, 5).join()}`);
}
