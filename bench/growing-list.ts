import { toHex } from '#lib/encoding/bytes.ts';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { measuredFile } from '#lib/testing/ima-logs.ts';
import type { LabeledFile } from '#lib/testing/read-evidence.ts';
import { keyName } from './agents.ts';
import type { BenchServer } from './bench-server.ts';
import { at } from './fold-answers.ts';
import { closeAll, fold, type Stored, storeWith } from './fold-stored-answers.ts';
import { compare, type Figure } from './harness.ts';
import { bootOf, keyOfDevice, nonceOf } from './made-answers.ts';
import { type BenchHistory, makeBenchHistory } from './made-histories.ts';

const ANSWERS = 500;
const [FIRST, LAST] = [1000, 6000];
const RECORDS = 30;
const COMPONENTS = 50;
const SHA256 = 0x000b;
const PCRS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14];

/** A device that answers again and again while the measurement list of its kernel grows, folded by a worker with nothing of it in memory. */
export async function benchGrowingList(server: BenchServer, { rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const history = makeBenchHistory({ device: 1, components: COMPONENTS, deltas: 0 });
  const grown = await storeOf(server, history, 'growing_list');
  const staying = await storeOf(server, history, 'staying_list');
  try {
    const figure = await compare({
      name: `fold: ${ANSWERS} answers with a growing measurement list, from the database`,
      ours: `a device whose list grew from ${FIRST} to ${LAST} records, folded again by a worker with nothing in memory: loaded, folded, compared with what is kept`,
      yardstick: `the same with a list that stays at ${FIRST}`,
      direction: 'at-most',
      target: null,
      rounds,
      perRound: 1,
      // PostgreSQL is another process: what is told of the processor is the worker's part.
      onOneThread: true,
      runOurs: async () => void (await fold(grown)),
      runYardstick: async () => void (await fold(staying)),
    });
    return [figure];
  } finally {
    await closeAll([grown, staying]);
  }
}

function storeOf(server: BenchServer, history: BenchHistory, name: 'growing_list' | 'staying_list'): Promise<Stored> {
  const lengthAt = (answer: number): number =>
    name === 'staying_list' ? FIRST : FIRST + Math.round(((LAST - FIRST) * answer) / (ANSWERS - 1));
  return storeWith(server, { name, history, answers: ANSWERS, files: filesOf(history, lengthAt) });
}

/** The device's certificates, and an answer an hour. */
function filesOf(history: BenchHistory, lengthAt: (answer: number) => number): readonly LabeledFile[] {
  const measured = Array.from({ length: LAST }, (_, index) => measuredFile(`/usr/lib/bench/library-${index}.so`));
  const files = [...history.others, ...history.certificates].map(
    (bytes, index): LabeledFile => ({ label: `file ${index}`, bytes, receivedAt: at(-1) }),
  );
  const events = bootOf(RECORDS);
  const given = Array.from({ length: ANSWERS }, (_, hour): LabeledFile => {
    const made = makeEvidence({
      key: keyOfDevice(0),
      nonce: nonceOf(hour),
      events,
      selections: [{ hash: SHA256, pcrs: PCRS }],
      // The sum of the start stands in front of what it is given.
      files: measured.slice(0, lengthAt(hour) - 1),
      quote: { clock: BigInt(hour) * 3_600_000n },
    });
    const asked = { nonce: toHex(nonceOf(hour)), attestationKey: keyName(keyOfDevice(0)), selection: `sha256:${PCRS.join()}` };
    return {
      label: `answer ${hour}`,
      bytes: evidenceFile(evidenceMembers(made)),
      receivedAt: at(hour),
      submittedBy: 'agent',
      challenge: { id: `c-${hour}`, ...asked, issuedAt: at(hour), expiresAt: new Date(Date.parse(at(hour)) + 300_000).toISOString() },
    };
  });
  return [...files, ...given];
}
