import { readArtifact } from '#lib/artifact/read.ts';
import { verifyDocument } from '#lib/artifact/verify.ts';
import { assembleDevices } from '#lib/device/assemble.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import { AT } from '#lib/testing/device-states.ts';
import { memoryModule } from '#lib/testing/sample-device.ts';
import { compare, type Figure } from './harness.ts';
import { type BenchHistory, type JudgedEvidence, judgedEvidence, makeBenchHistory, reportOf } from './made-histories.ts';

const COMPONENTS = 500;
const DELTAS = 50;
const FOLD_TARGET = 2;
const STATES = 10;
const SUBMISSIONS = 10_000;
const REPEATED_TARGET = 1.5;

/** Devices made of documents that were read and verified before: against reading and verifying them, and against fewer of them. */
export async function benchFold({ rounds }: { rounds: number }): Promise<readonly Figure[]> {
  return [
    await foldAgainstVerify(rounds),
    await repeatedAgainstOnce({ rounds, name: 'each state again and again before the next', pick: blockwise }),
    await repeatedAgainstOnce({ rounds, name: 'another state each time', pick: inTurn }),
  ];
}

async function foldAgainstVerify(rounds: number): Promise<Figure> {
  let made = 0;
  let history = makeBenchHistory({ device: 1, components: COMPONENTS, deltas: DELTAS });
  let judged: JudgedEvidence | undefined;
  return compare({
    name: `fold: ${COMPONENTS} components and ${DELTAS} deltas`,
    ours: 'linked, folded, reconciled with a report of what is there, timeline; checks of each document are given, nothing is verified, no rules',
    yardstick: `the ${DELTAS + 1} certificates identified, parsed and verified up to an anchor over one certificate between`,
    direction: 'at-most',
    target: FOLD_TARGET,
    rounds,
    perRound: 1,
    onOneThread: true,
    prepare: async () => {
      made += 1;
      history = makeBenchHistory({ device: made, components: COMPONENTS, deltas: DELTAS });
      judged = judgedEvidence(history, [...history.others, ...history.certificates, reportOf(history, history.components, 1)]);
      // Another device for the yardstick: nothing that is remembered of a signature may help it.
      made += 1;
      history = makeBenchHistory({ device: made, components: COMPONENTS, deltas: DELTAS });
    },
    runOurs: async () => expectWhole(foldOne(judged)),
    runYardstick: async () => readAndVerify(history),
  });
}

function foldOne(judged: JudgedEvidence | undefined): DeviceState {
  if (judged === undefined) throw new Error('nothing was prepared');
  const { devices, unlinked } = assembleDevices(judged.evidence, { verify: judged.verify });
  const [device] = devices;
  if (device === undefined || devices.length !== 1 || unlinked.length > 0) {
    throw new Error(`${devices.length} devices came out, and ${unlinked.length} files belong to none`);
  }
  return device;
}

/** All deltas have to count, and the report has to show what they led to. */
function expectWhole({ expected, differences, problems, documents }: DeviceState): void {
  const contributing = documents.filter(({ contributes }) => contributes).length;
  const open = differences.filter(
    ({ scope, kind, authorization }) => kind !== 'same' && (scope === 'conformance' || authorization === 'unauthorized'),
  );
  if (expected.basis !== 'certified' || contributing !== DELTAS + 1 || open.length > 0 || problems.length > 0) {
    const told = { basis: expected.basis, contributing, open: open.slice(0, 2), problems: problems.slice(0, 2) };
    throw new Error(`the device was folded as ${JSON.stringify(told)}`);
  }
}

function readAndVerify({ certificates, trust }: BenchHistory): void {
  for (const bytes of certificates) {
    const [read] = readArtifact(bytes).documents;
    if (read === undefined) throw new Error('a certificate of the yardstick was not read');
    const checks = verifyDocument({ read, ...trust, endorsementKeyCertificates: [], at: AT });
    const passed = checks.filter(({ id, status }) => (id === 'signature' || id === 'chain') && status === 'pass');
    if (passed.length !== 2) throw new Error(`a certificate of the yardstick did not verify: ${JSON.stringify(checks)}`);
  }
}

type Pick = (index: number) => number;
const blockwise: Pick = (index) => Math.floor((index * STATES) / SUBMISSIONS);
const inTurn: Pick = (index) => index % STATES;

/** Ten states of a device, each in a report of its own: each handed in once, or a thousand times. */
async function repeatedAgainstOnce({ rounds, name, pick }: { rounds: number; name: string; pick: Pick }): Promise<Figure> {
  let made = 0;
  let once: JudgedEvidence | undefined;
  let often: JudgedEvidence | undefined;
  const prepared = (indexes: readonly number[]): JudgedEvidence => {
    made += 1;
    const history = makeBenchHistory({ device: made, components: COMPONENTS, deltas: 0 });
    const states = Array.from({ length: STATES }, (_, index) => stateOf(history, index));
    return judgedEvidence(history, [...history.others, ...history.certificates, ...indexes.flatMap((index) => states[index] ?? [])]);
  };
  return compare({
    name: `fold: ${SUBMISSIONS} submissions of ${STATES} states, ${name}`,
    ours: `a device of ${COMPONENTS} components, ${SUBMISSIONS} submissions of ${STATES} reports: linked, folded, reconciled, timeline; nothing is read or verified`,
    yardstick: `the same with ${STATES} submissions, one of each report`,
    direction: 'at-most',
    target: REPEATED_TARGET,
    rounds,
    perRound: 1,
    onOneThread: true,
    prepare: async () => {
      once = prepared(Array.from({ length: STATES }, (_, index) => index));
      often = prepared(Array.from({ length: SUBMISSIONS }, (_, index) => pick(index)));
    },
    runOurs: async () => expectTold(foldOne(often), SUBMISSIONS),
    runYardstick: async () => expectTold(foldOne(once), STATES),
  });
}

/** Each state has one part more, of another serial. */
function stateOf(history: BenchHistory, index: number): Uint8Array {
  return reportOf(history, [...history.components, memoryModule(`${history.platform.serial}-STATE${index}`)], index);
}

function expectTold({ timeline, documents }: DeviceState, submissions: number): void {
  const told = documents.filter(({ read }) => read.kind === 'inventory').reduce((sum, each) => sum + each.submissions.length, 0);
  const events = timeline.reduce((sum, { repeats }) => sum + (repeats?.count ?? 1), 0);
  if (told !== submissions || events < submissions) throw new Error(`of ${submissions} submissions, ${told} were told`);
}
