import type { JobWithMetadata } from 'pg-boss';
import { type Parse, stoppedReading } from '#lib/ingest/parse.ts';
import { readArtifactsInto } from '#lib/ingest/read-artifacts.ts';
import { artifactSizes } from '#lib/store/artifacts.ts';
import type { PackedDocument } from '#lib/store/packed-document.ts';
import { completeJobs, enqueue, inJobTransaction, type ReadJob } from '#lib/store/queue.ts';
import { readAgainJobs } from '#lib/store/read-turns.ts';
import type { FileBudget, Spent } from './thread-budget.ts';
import { keepAliveHere, type Workplace, workOn } from './work.ts';

export interface ReadingPlace extends Workplace {
  readonly parse: Parse;
  /** Told when what was read asked for more than folds: other queues have work then. */
  readonly onAsked?: () => void;
}

/**
 * For a file among many. Nothing of a quarter of a megabyte takes so long but what was made to; it is set aside, so that others wait for it
 * this long at most, and read again with the budget below.
 */
export const QUICK_BUDGET: FileBudget = { milliseconds: 1000, mebibytes: 512 };
export const QUICK_BYTES = 256 * 1024;
/** For a file that is large, or that took long before. */
export const LONG_BUDGET: FileBudget = { milliseconds: 30_000, mebibytes: 1024 };

/** Jobs that are fetched at a time. */
export const READ_BATCH = 64;
/** Octets that are read together, small files first: what a file takes grows with its size, however it was made. */
const TOGETHER_BYTES = 1024 * 1024;
/** After these a batch gives back what it has not begun, so that whoever came meanwhile has a turn. */
export const SLICE_MS = 1000;
/** Of reading one file. A database that comes and goes may cost some. */
const MAX_ATTEMPTS = 20;

/**
 * Reads waiting artifacts for a while, and sets aside the large and the slow. One of those that were begun before may have ended the whole
 * process: each of them is read alone, after the others and in another order each time, so that it holds up none of them.
 * @returns how many jobs there were
 */
export async function readBatch(place: ReadingPlace): Promise<number> {
  const jobs = await place.boss.fetch<ReadJob>('read', { batchSize: READ_BATCH, includeMetadata: true });
  if (jobs.length === 0) return 0;
  const stop = keepAliveHere(place)(
    'read',
    jobs.map(({ id }) => id),
  );
  try {
    const fresh = jobs.filter(({ retryCount }) => retryCount === 0);
    const begun = jobs.filter(({ retryCount }) => retryCount > 0).toSorted(() => Math.random() - 0.5);
    const portions = await smallFirst(place, fresh);
    const until = performance.now() + SLICE_MS;
    for (const [index, portion] of portions.entries()) {
      if (index > 0 && performance.now() > until) {
        await giveBack(place, portions.slice(index).flat());
        break;
      }
      await readJobs(place, { queue: 'read', jobs: portion });
    }
    for (const job of begun) await readJobs(place, { queue: 'read', jobs: [job] });
  } finally {
    stop();
  }
  return jobs.length;
}

type Jobs = Reading['jobs'];

/** What goes together. Those that are set aside by their size take nothing. */
async function smallFirst({ store }: ReadingPlace, jobs: Jobs): Promise<readonly Jobs[]> {
  const sizes = await artifactSizes(
    store.pool,
    jobs.map(({ data }) => data.sha256),
  );
  const costOf = (size: number): number => (size > QUICK_BYTES ? 0 : size);
  const costs = jobs.map((job) => ({ job, cost: costOf(sizes.get(job.data.sha256) ?? 0) }));
  const portions: (typeof jobs)[number][][] = [];
  let room = 0;
  for (const { job, cost } of costs.toSorted((a, b) => a.cost - b.cost)) {
    const last = portions.at(-1);
    if (last === undefined || cost > room) {
      portions.push([job]);
      room = TOGETHER_BYTES - cost;
    } else {
      last.push(job);
      room -= cost;
    }
  }
  return portions;
}

/** With a new turn each, as if they came in now. */
async function giveBack(place: ReadingPlace, jobs: Jobs): Promise<void> {
  await inJobTransaction(place.store, async (db) => {
    const again = await readAgainJobs(
      db,
      jobs.map(({ data }) => data.sha256),
    );
    await enqueue(place.store, db, { queue: 'read', jobs: again });
    await completeJobs(place, db, { queue: 'read', jobs });
  });
}

/** Reads one artifact that was set aside. @returns how many jobs there were */
export async function readLong(place: ReadingPlace): Promise<number> {
  const jobs = await place.boss.fetch<ReadJob>('read-long', { batchSize: 1, includeMetadata: true });
  return readJobs(place, { queue: 'read-long', jobs });
}

interface Reading {
  readonly queue: 'read' | 'read-long';
  readonly jobs: readonly JobWithMetadata<ReadJob>[];
}

function readJobs(place: ReadingPlace, { queue, jobs }: Reading): Promise<number> {
  const parse = jobs.some(({ retryCount }) => retryCount >= MAX_ATTEMPTS) ? giveUp : place.parse;
  return workOn(place, { queue, jobs }, async (some) => {
    const asked = await readArtifactsInto(
      place.store,
      some.map(({ data }) => data.sha256),
      {
        parse,
        ...(queue === 'read' ? { maxBytes: QUICK_BYTES } : {}),
        finish: (db) => completeJobs(place, db, { queue, jobs: some }),
      },
    );
    if (asked) place.onAsked?.();
  });
}

/** After so many attempts it is not the machine, nor the database: it is the file. */
const giveUp: Parse = async (artifacts) =>
  new Map(
    [...artifacts.keys()].map((sha256) => [
      sha256,
      stoppedReading(sha256, { code: 'given-up', message: `Reading this file did not end in ${MAX_ATTEMPTS} attempts; it was given up` }),
    ]),
  );

/** What is kept of a file that spent the budget of the patient readers. */
export function documentsOfSpent(sha256: string, { spent, budget }: { spent: Spent; budget: FileBudget }): readonly PackedDocument[] {
  switch (spent) {
    case 'time': {
      const message = `Reading this file took more than ${budget.milliseconds / 1000} s of processor time; it was stopped`;
      return stoppedReading(sha256, { code: 'too-slow', message });
    }
    case 'memory': {
      const message = `Reading this file took more than ${budget.mebibytes} MiB of memory; it was stopped`;
      return stoppedReading(sha256, { code: 'too-much-memory', message });
    }
    default:
      return spent satisfies never;
  }
}
