import { availableParallelism } from 'node:os';
import { catchUpWithVersions, recheckDue, recheckUnsettled } from '#lib/ingest/recheck.ts';
import { openStore } from '#lib/store/open-store.ts';
import { makeBoss, stopBoss } from '#lib/store/queue.ts';
import { startFoldThreads } from './fold-threads.ts';
import { makeLoops, report } from './loops.ts';
import { makeParsePool } from './parse-pool.ts';
import { readBatch, refoldBatch } from './work.ts';

/** How long new uploads may wait to be noticed. */
const POLL_MS = 100;
const RECHECK_MS = 60_000;
const BUDGET = { milliseconds: 30_000, mebibytes: 1024 };
/** Each has connections and a cache of documents. */
const MAX_FOLD_THREADS = 8;
/** While one waits for the database, the other one has files parsed. */
const READERS = 2;

const databaseUrl = process.env.DATABASE_URL;
if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set. Start with "npm start", which sets it, or set it yourself.');

const threads = availableParallelism();
const store = openStore(databaseUrl);
const boss = makeBoss(store, { migrate: false, supervise: true });
const pool = makeParsePool({ threads, ...BUDGET });
const place = { store, boss, parse: pool.parse };
const loops = makeLoops();
let readersAtWork = 0;

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, loops.stop);
await startQueue();
const folding = startFoldThreads({ threads: Math.min(threads, MAX_FOLD_THREADS), databaseUrl });
await Promise.all([
  ...Array.from({ length: READERS }, () => loops.repeat(makeReader(), { idleMs: POLL_MS })),
  loops.repeat(() => refoldBatch(place)),
  loops.repeat(recheck, { idleMs: RECHECK_MS, sleepsThrough: true }),
  catchUpWithVersions(store).catch(report),
]);
await folding.stop();
await stopBoss(boss);
await pool.close();
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

/** Reads what waits, and tells the folding threads when files begin to come in and when there are no more. */
function makeReader(): () => Promise<number> {
  let isAtWork = false;
  return async () => {
    const count = await readBatch(place);
    if (count > 0 !== isAtWork) {
      isAtWork = count > 0;
      readersAtWork += isAtWork ? 1 : -1;
      folding.tell(readersAtWork > 0 ? 'reading' : 'idle');
    }
    if (isAtWork) loops.wake();
    return count;
  };
}

async function recheck(): Promise<number> {
  const now = new Date();
  await recheckDue(store, now);
  await recheckUnsettled(store, now);
  return 0;
}
