import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FoldCommand } from './fold-thread.ts';
import { report } from './loops.ts';

/** Threads that fold, each with connections of its own. */
export interface FoldThreads {
  readonly tell: (command: Exclude<FoldCommand, 'stop'>) => void;
  /** Resolves when each finished what it had begun. */
  readonly stop: () => Promise<void>;
}

const RESTART_MS = 1000;

/** A thread that ends by itself is replaced; the jobs that it had come back to the queue. */
export function startFoldThreads({ threads, databaseUrl }: { threads: number; databaseUrl: string }): FoldThreads {
  const running = new Set<Worker>();
  let isStopping = false;
  let last: FoldCommand = 'idle';

  async function keepRunning(): Promise<void> {
    while (!isStopping) {
      const worker = new Worker(new URL('./fold-thread.ts', import.meta.url), { workerData: databaseUrl });
      worker.on('error', report);
      worker.postMessage(last);
      running.add(worker);
      await new Promise((resolve) => worker.once('exit', resolve));
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
