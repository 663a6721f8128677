import type { Job, PgBoss } from 'pg-boss';
import type { DocumentCache } from '#lib/ingest/document-cache.ts';
import { foldDevices } from '#lib/ingest/fold-devices.ts';
import { refold } from '#lib/ingest/recheck.ts';
import { ClosureTooLarge, MAX_CLOSURE } from '#lib/store/closure.ts';
import type { Store } from '#lib/store/open-store.ts';
import { completeJobs, type FoldJob, type QueueName, type RefoldJob } from '#lib/store/queue.ts';
import { markStopped } from '#lib/store/stopped-folds.ts';

/** What a worker works with. */
export interface Workplace {
  readonly store: Store;
  readonly boss: PgBoss;
  /** Where the thread that works is too busy to say that it does. */
  readonly keepAlive?: KeepAlive;
}

/** Says again and again that jobs are being worked on; otherwise they are taken for lost. @returns how to stop */
export type KeepAlive = (queue: QueueName, ids: readonly string[]) => () => void;

export interface FoldingPlace extends Workplace {
  readonly cache: DocumentCache;
}

const FOLD_BATCH = 16;
/** A third of what the queue waits. */
export const HEARTBEAT_MS = 3000;
/** Folds what waits for it; what was begun before and not ended alone, after the rest. @returns how many jobs there were */
export async function foldBatch(place: FoldingPlace): Promise<number> {
  const jobs = await place.boss.fetch<FoldJob>('fold', { batchSize: FOLD_BATCH, includeMetadata: true });
  await foldJobs(
    place,
    jobs.filter(({ retryCount }) => retryCount === 0),
  );
  for (const job of jobs.filter(({ retryCount }) => retryCount > 0)) await foldJobs(place, [job]);
  return jobs.length;
}

function foldJobs(place: FoldingPlace, all: readonly Job<FoldJob>[]): Promise<number> {
  return workOn(place, { queue: 'fold', jobs: all }, async (jobs) => {
    const seeds = { artifacts: jobs.flatMap(({ data }) => data.artifacts), keys: jobs.flatMap(({ data }) => data.keys) };
    await foldDevices(place.store, seeds, { at: new Date(), cache: place.cache }).catch(async (error: unknown) => {
      if (error instanceof ClosureTooLarge && jobs.length === 1) {
        await markStopped(place.store.pool, seeds, { at: new Date().toISOString(), ranOutOf: 'files', limit: MAX_CLOSURE });
      }
      throw error;
    });
    await completeJobs(place, place.store.pool, { queue: 'fold', jobs });
  });
}

/** Asks for the folds that an anchor or a policy brings about. @returns how many jobs there were */
export function refoldBatch(place: Workplace): Promise<number> {
  return workBatch<RefoldJob>(place, { queue: 'refold', size: 1 }, async (jobs) => {
    for (const { data } of jobs) await refold(place.store, data);
    await completeJobs(place, place.store.pool, { queue: 'refold', jobs });
  });
}

type Work<Data> = (jobs: readonly Job<Data>[]) => Promise<void>;

async function workBatch<Data extends object>(
  place: Workplace,
  { queue, size }: { queue: QueueName; size: number },
  work: Work<Data>,
): Promise<number> {
  return workOn(place, { queue, jobs: await place.boss.fetch<Data>(queue, { batchSize: size }) }, work);
}

/** Works on a batch; when the batch fails, on each job alone, so that one bad job holds up no other. */
export async function workOn<Data extends object>(
  place: Workplace,
  { queue, jobs }: { queue: QueueName; jobs: readonly Job<Data>[] },
  work: Work<Data>,
): Promise<number> {
  if (jobs.length === 0) return 0;
  const ids = jobs.map(({ id }) => id);
  const stop = (place.keepAlive ?? keepAliveHere(place))(queue, ids);
  try {
    await work(jobs).catch(async (error: unknown) => {
      if (jobs.length === 1) return giveBack(place, { queue, job: jobs[0], error });
      for (const job of jobs) await work([job]).catch((alone: unknown) => giveBack(place, { queue, job, error: alone }));
    });
  } finally {
    stop();
  }
  return jobs.length;
}

/** From the thread that calls it. */
export const keepAliveHere =
  ({ boss }: Workplace): KeepAlive =>
  (queue, ids) => {
    const heartbeat = setInterval(() => void boss.touch(queue, [...ids]).catch(() => undefined), HEARTBEAT_MS);
    return () => clearInterval(heartbeat);
  };

/** The queue tries it again later, and later still. */
async function giveBack(
  place: Workplace,
  { queue, job, error }: { queue: QueueName; job: Job<object> | undefined; error: unknown },
): Promise<void> {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(`worker: a ${queue} job failed and will be tried again: ${message}`);
  if (job !== undefined) await place.boss.fail(queue, job.id, { message: message.slice(0, 2000) });
}
