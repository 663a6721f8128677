import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { catchUpWithVersions, recheckDue, recheckUnsettled } from '#lib/ingest/recheck.ts';
import { openStore } from '#lib/store/open-store.ts';
import { makeBoss, stopBoss } from '#lib/store/queue.ts';
import { makeParsePool } from './parse-pool.ts';
import { foldBatch, makeWorkplace, READ_BATCH, readBatch, refoldBatch } from './work.ts';

const IDLE_MS = 200;
const AFTER_ERROR_MS = 1000;
const RECHECK_MS = 60_000;
/** While many files wait to be read, folding waits: each device is then folded once for many files. But not for ever. */
const FOLD_AT_LATEST_MS = 2000;
const BUDGET = { milliseconds: 30_000, mebibytes: 1024 };

const databaseUrl = process.env.DATABASE_URL;
if (databaseUrl === undefined) throw new Error('DATABASE_URL is not set. Start with "npm start", which sets it, or set it yourself.');

const store = openStore(databaseUrl);
const boss = makeBoss(store, { migrate: false, supervise: true });
const pool = makeParsePool({ threads: availableParallelism(), ...BUDGET });
const place = makeWorkplace({ store, boss, parse: pool.parse });
const stopped = new AbortController();
let readingBacklog = false;
let foldedAt = 0;

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopped.abort());
await startQueue();
await Promise.all([repeat(read), repeat(fold), repeat(ask), repeat(recheck, RECHECK_MS), catchUpWithVersions(store).catch(report)]);
await stopBoss(boss);
await pool.close();
await store.close();
// Whatever a library still waits for, the work is done.
process.exit(0);

/** The database may be starting, or starting again. */
async function startQueue(): Promise<void> {
  while (!stopped.signal.aborted) {
    try {
      await boss.start();
      return;
    } catch (error) {
      report(error);
      await rest(AFTER_ERROR_MS);
    }
  }
}

async function read(): Promise<number> {
  const count = await readBatch(place);
  readingBacklog = count === READ_BATCH;
  return count;
}

async function fold(): Promise<number> {
  if (readingBacklog && Date.now() - foldedAt < FOLD_AT_LATEST_MS) return 0;
  const count = await foldBatch(place);
  foldedAt = Date.now();
  return count;
}

function ask(): Promise<number> {
  return refoldBatch(place);
}

async function recheck(): Promise<number> {
  const now = new Date();
  await recheckDue(store, now);
  await recheckUnsettled(store, now);
  return 0;
}

/** Goes on until the process is told to stop; what was begun is finished first. An error is told, and never ends the loop. */
async function repeat(step: () => Promise<number>, idleMs = IDLE_MS): Promise<void> {
  while (!stopped.signal.aborted) {
    const count = await step().catch(report);
    if (count === undefined) await rest(AFTER_ERROR_MS);
    else if (count === 0) await rest(idleMs);
  }
}

function report(error: unknown): undefined {
  console.error('worker:', error);
}

async function rest(milliseconds: number): Promise<void> {
  await pause(milliseconds, undefined, { signal: stopped.signal }).catch(() => undefined);
}
