import type { JobWithMetadata } from 'pg-boss';
import { type Parse, stoppedReading } from '#lib/ingest/parse.ts';
import { readArtifactsInto } from '#lib/ingest/read-artifacts.ts';
import type { PackedDocument } from '#lib/store/packed-document.ts';
import { completeJobs, type ReadJob } from '#lib/store/queue.ts';
import type { FileBudget, Spent } from './thread-budget.ts';
import { type Workplace, workOn } from './work.ts';

export interface ReadingPlace extends Workplace {
  readonly parse: Parse;
}

/**
 * For a file among many. Nothing of a megabyte takes so long but what was made to; it is set aside, so that others wait for it this
 * long at most, and read again with the budget below.
 */
export const QUICK_BUDGET: FileBudget = { milliseconds: 2000, mebibytes: 512 };
export const QUICK_BYTES = 1024 * 1024;
/** For a file that is large, or that took long before. */
export const LONG_BUDGET: FileBudget = { milliseconds: 30_000, mebibytes: 1024 };

const READ_BATCH = 64;
/** Of reading one file. A database that comes and goes may cost some. */
const MAX_ATTEMPTS = 20;

/**
 * Reads waiting artifacts, and sets aside the large and the slow. One of those that were begun before may have ended the whole
 * process: each of them is read alone, after the others and in another order each time, so that it holds up none of them.
 * @returns how many jobs there were
 */
export async function readBatch(place: ReadingPlace): Promise<number> {
  const jobs = await place.boss.fetch<ReadJob>('read', { batchSize: READ_BATCH, includeMetadata: true });
  const fresh = jobs.filter(({ retryCount }) => retryCount === 0);
  const begun = jobs.filter(({ retryCount }) => retryCount > 0).toSorted(() => Math.random() - 0.5);
  await readJobs(place, { queue: 'read', jobs: fresh });
  for (const job of begun) await readJobs(place, { queue: 'read', jobs: [job] });
  return jobs.length;
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
  return workOn(place, { queue, jobs }, (some) =>
    readArtifactsInto(
      place.store,
      some.map(({ data }) => data.sha256),
      {
        parse,
        ...(queue === 'read' ? { maxBytes: QUICK_BYTES } : {}),
        finish: (db) => completeJobs(place, db, { queue, jobs: some }),
      },
    ),
  );
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
