import { sha256Hex } from '#lib/encoding/digest.ts';
import { foldDevices } from '#lib/ingest/fold-devices.ts';
import { parseHere } from '#lib/ingest/parse.ts';
import { readArtifactsInto } from '#lib/ingest/read-artifacts.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { saveHandIns } from '#lib/store/hand-in.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { inTransaction } from '#lib/store/sql.ts';
import { makeSubmission } from '#lib/testing/device-states.ts';
import type { LabeledFile } from '#lib/testing/read-evidence.ts';
import type { BenchServer } from './bench-server.ts';
import { at, COMPONENTS, enrolled, expectAll, FEW, filesOf, HOURS } from './fold-answers.ts';
import { compare, type Figure } from './harness.ts';
import { type BenchHistory, makeBenchHistory } from './made-histories.ts';

const TOGETHER = 100;
const NOW = new Date(at(HOURS));

/** The same as `benchFoldAnswers`, as a worker does it that has nothing of the device in memory: loaded from the database, folded, compared with what is kept. */
export async function benchFoldStoredAnswers(server: BenchServer, { rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const history = makeBenchHistory({ device: 1, components: COMPONENTS, deltas: 0 });
  const storeOf = (answers: number): Promise<Stored> =>
    storeWith(server, { name: `answers_${answers}`, history, answers, files: filesOf(history, answers) });
  const [year, few] = [await storeOf(HOURS), await storeOf(FEW)];
  try {
    const figure = await compare({
      name: `fold: ${HOURS} answers of a TPM, from the database`,
      ours: `a device of ${COMPONENTS} components that answered every hour for a year, folded again by a worker with nothing in memory: loaded, folded, compared with what is kept`,
      yardstick: `the same with ${FEW} answers`,
      direction: 'at-most',
      target: null,
      rounds,
      perRound: 1,
      runOurs: async () => void (await fold(year)),
      runYardstick: async () => void (await fold(few)),
    });
    return [figure];
  } finally {
    await closeAll([year, few]);
  }
}

/** A database with one device, and the file by which it is found. */
export interface Stored {
  readonly store: Store;
  readonly artifacts: readonly string[];
}

interface Kept {
  /** Of the database. */
  readonly name: string;
  readonly history: BenchHistory;
  readonly files: readonly LabeledFile[];
  /** How many of the files are answers; all of them pass. */
  readonly answers: number;
}

/** A database with the device of a history that answered so often. */
export async function storeWith(server: BenchServer, { name, history, files, answers }: Kept): Promise<Stored> {
  const store = openStore(await server.makeDatabase(name));
  await recordStatement(store, { ...enrolled(), author: 'agent', at: at(-1), reason: 'benchmark' });
  for (const { certificate } of history.trust.anchors) await trust(store, certificate.der);
  for (let from = 0; from < files.length; from += TOGETHER) await keep(store, files.slice(from, from + TOGETHER));
  const stored = { store, artifacts: files.slice(-1).map(({ bytes }) => sha256Hex(bytes)) };
  const assessed = await findAssessed(store, await fold(stored));
  if (assessed === undefined) throw new Error('the device has no answer');
  expectAll(assessed.device, answers);
  return stored;
}

function trust(store: Store, der: Uint8Array) {
  const certificate = Buffer.from(der).toString('base64');
  const said = { kind: 'anchor', action: 'add', sha256: sha256Hex(der), certificate, label: 'bench' } as const;
  return recordStatement(store, { ...said, author: 'bench', at: at(-1), reason: 'benchmark' });
}

/** Taken in and read, without the challenges' own rows: what was asked is kept with the submission that answers. */
async function keep(store: Store, files: readonly LabeledFile[]): Promise<void> {
  const handIns = files.map(({ bytes, label, ...over }) => ({
    submission: { ...makeSubmission(label, { ...over, sha256: sha256Hex(bytes) }), idempotencyKey: label },
    size: bytes.length,
    chunks: () => [bytes],
  }));
  await inTransaction(store.pool, (db) => saveHandIns(db, handIns));
  const digests = handIns.map(({ submission }) => submission.sha256);
  await readArtifactsInto(store, digests, { parse: parseHere });
}

/** Closes the databases of a benchmark. */
export async function closeAll(stored: readonly Stored[]): Promise<void> {
  for (const { store } of stored) await store.close();
}

/** Folds the device, as a worker that has nothing of it in memory. */
export async function fold({ store, artifacts }: Stored): Promise<string> {
  const [device, ...others] = await foldDevices(store, { artifacts, keys: [] }, { at: NOW });
  if (device === undefined || others.length > 0) throw new Error('another number of devices than one came out');
  return device;
}
