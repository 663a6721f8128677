import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { PgBoss } from 'pg-boss';
import type { Store } from '#lib/store/open-store.ts';
import { errorCode } from '#lib/store/sql.ts';
import { markStopped, seedsOfFoldJob } from '#lib/store/stopped-folds.ts';
import type { FoldCommand, FoldNews } from './fold-thread.ts';
import { report } from './loops.ts';
import { type FileBudget, type Spent, threadLimits, watchThread } from './thread-budget.ts';
import { HEARTBEAT_MS } from './work.ts';

/** Threads that fold, each with connections of its own. */
export interface FoldThreads {
  readonly tell: (command: Exclude<FoldCommand, 'stop'>) => void;
  /** Resolves when each finished what it had begun. */
  readonly stop: () => Promise<void>;
}

const RESTART_MS = 1000;
/** Of the folds that a thread has begun together. Ten thousand documents of one device take seconds. */
const FOLD_BUDGET: FileBudget = { milliseconds: 300_000, mebibytes: 2048 };

export interface FoldThreadOptions {
  readonly threads: number;
  readonly databaseUrl: string;
  /** Keeps their jobs alive. */
  readonly boss: Pick<PgBoss, 'touch'>;
  /** Where a device learns that its fold was stopped. */
  readonly store: Store;
  readonly budget?: FileBudget;
}

/** A thread that ends by itself is replaced, and one that spends its budget is ended; the jobs that it had come back to the queue. */
export function startFoldThreads(options: FoldThreadOptions): FoldThreads {
  const { threads, databaseUrl, budget = FOLD_BUDGET } = options;
  const running = new Set<Worker>();
  let isStopping = false;
  let last: FoldCommand = 'idle';

  async function keepRunning(): Promise<void> {
    while (!isStopping) {
      const resourceLimits = threadLimits(budget);
      const worker = new Worker(new URL('./fold-thread.ts', import.meta.url), { workerData: databaseUrl, resourceLimits });
      worker.on('error', report);
      worker.postMessage(last);
      running.add(worker);
      const stopWatching = watchFolds(worker, { ...options, budget });
      await new Promise((resolve) => worker.once('exit', resolve));
      stopWatching();
      running.delete(worker);
      if (!isStopping) await pause(RESTART_MS);
    }
  }

  const all = Array.from({ length: threads }, keepRunning);
  return {
    tell(command) {
      last = command;
      for (const worker of running) worker.postMessage(command);
    },
    async stop() {
      isStopping = true;
      for (const worker of running) worker.postMessage('stop' satisfies FoldCommand);
      await Promise.all(all);
    },
  };
}

interface Watching extends FoldThreadOptions {
  readonly budget: FileBudget;
}

/** Keeps alive what the thread is at, until it is over the budget. What it was at is then tried again, each job alone. */
function watchFolds(worker: Worker, { boss, store, budget }: Watching): () => void {
  const jobs = new Set<string>();
  let stopWatching = (): void => undefined;
  const heartbeat = setInterval(() => void (jobs.size > 0 && boss.touch('fold', [...jobs]).catch(() => undefined)), HEARTBEAT_MS);
  const onSpent = (spent: Spent): void => {
    report(new Error(`a fold took more ${spent} than it may, and was stopped; it will be tried again: ${[...jobs].join(', ')}`));
    void tellDevices(store, { jobs: [...jobs], spent, budget }).catch(report);
    void worker.terminate();
  };
  // The engine ends a thread whose heap is full by itself.
  worker.on('error', (error) => void (errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY' && onSpent('memory')));
  worker.on('message', ({ kind, jobs: told }: FoldNews) => {
    stopWatching();
    for (const id of told) kind === 'began' ? jobs.add(id) : jobs.delete(id);
    if (jobs.size > 0) stopWatching = watchThread(worker, { budget, position: () => 0, onSpent });
  });
  return () => {
    clearInterval(heartbeat);
    stopWatching();
  };
}

interface StoppedJobs {
  readonly jobs: readonly string[];
  readonly spent: Spent;
  readonly budget: FileBudget;
}

/** Of several jobs nobody knows which one took so much: each is tried again alone, and then it is known. */
async function tellDevices(store: Store, { jobs: [job, ...others], spent, budget }: StoppedJobs): Promise<void> {
  const seeds = job === undefined || others.length > 0 ? undefined : await seedsOfFoldJob(store.pool, job);
  if (seeds === undefined) return;
  const limit = spent === 'time' ? Math.ceil(budget.milliseconds / 1000) : budget.mebibytes;
  await markStopped(store.pool, seeds, { at: new Date().toISOString(), ranOutOf: spent, limit });
}
