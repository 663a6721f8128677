import { availableParallelism } from 'node:os';
import { catchUpWithVersions, recheckDue, recheckUnsettled } from '#lib/ingest/recheck.ts';
import { pruneAttestation } from '#lib/store/challenges.ts';
import { openStore } from '#lib/store/open-store.ts';
import { makeBoss, stopBoss } from '#lib/store/queue.ts';
import { startFoldThreads } from './fold-threads.ts';
import { goLast } from './go-last.ts';
import { makeLoops, report } from './loops.ts';
import { makeParsePool } from './parse-pool.ts';
import { documentsOfSpent, LONG_BUDGET, QUICK_BUDGET, READ_BATCH, readBatch, readLong, SLICE_MS } from './reading.ts';
import { refoldBatch } from './work.ts';

/** How long new uploads may wait to be noticed. */
const POLL_MS = 100;
const RECHECK_MS = 60_000;
/** Enrolments and challenges that ended still say so for a day: a retry learns what became of its act. */
const ENDED_KEPT_MS = 24 * 60 * 60_000;
/** Each has connections and a cache of documents. */
const MAX_FOLD_THREADS = 8;
/** Pages and the database go first: who asks waits, and a file can. */
const NICENESS = 5;
/** While one waits for the database, the other one has files parsed. */
const READERS = 2;

const databaseUrl = process.env.DATABASE_URL;
if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set. Start with "npm start", which sets it, or set it yourself.');

const threads = availableParallelism();
const store = openStore(databaseUrl);
const boss = makeBoss(store, { migrate: false, supervise: true });
goLast(NICENESS);
const quick = makeParsePool({ threads, budget: QUICK_BUDGET, onSpent: () => undefined });
// One core fewer than there are: however many files take long, one is left for those that don't.
const patientThreads = Math.max(1, threads - 1);
const patient = makeParsePool({
  threads: patientThreads,
  budget: LONG_BUDGET,
  onSpent: (sha256, spent) => documentsOfSpent(sha256, { spent, budget: LONG_BUDGET }),
});
const loops = makeLoops();
const place = { store, boss, parse: quick.parse, onAsked: loops.wake };
let readersAtWork = 0;

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, loops.stop);
await startQueue();
const folding = startFoldThreads({ threads: Math.min(threads, MAX_FOLD_THREADS), databaseUrl, boss, store });
await Promise.all([
  ...Array.from({ length: READERS }, () => loops.repeat(makeReader(), { idleMs: POLL_MS, sleepsThrough: true })),
  ...Array.from({ length: patientThreads }, () => loops.repeat(() => readLong({ ...place, parse: patient.parse }))),
  loops.repeat(() => refoldBatch(place)),
  loops.repeat(recheck, { idleMs: RECHECK_MS, sleepsThrough: true }),
  catchUpWithVersions(store).catch(report),
]);
await folding.stop();
await stopBoss(boss);
await Promise.all([quick.close(), patient.close()]);
await store.close();
// Whatever a library still waits for, the work is done.
process.exit(0);

/** The database may be starting, or starting again. */
async function startQueue(): Promise<void> {
  while (!loops.isStopped()) {
    try {
      await boss.start();
      return;
    } catch (error) {
      report(error);
      await loops.restAfterError();
    }
  }
}

/**
 * Reads what waits, and tells the folding threads when files begin to come in and when there are no more. After a batch that took all there
 * was it rests: what a batch costs beside its files is shared by those that come meanwhile.
 * @returns 0 to rest
 */
function makeReader(): () => Promise<number> {
  let isAtWork = false;
  return async () => {
    const began = performance.now();
    const count = await readBatch(place);
    if (count > 0 !== isAtWork) {
      isAtWork = count > 0;
      readersAtWork += isAtWork ? 1 : -1;
      folding.tell(readersAtWork > 0 ? 'reading' : 'idle');
    }
    // A batch that took so long may have given some back.
    return count < READ_BATCH && performance.now() - began < SLICE_MS ? 0 : count;
  };
}

async function recheck(): Promise<number> {
  const now = new Date();
  await recheckDue(store, now);
  await recheckUnsettled(store, now);
  await pruneAttestation(store.pool, new Date(now.getTime() - ENDED_KEPT_MS));
  return 0;
}
