import type { ResourceLimits, Worker } from 'node:worker_threads';

/** What one file may take. */
export interface FileBudget {
  /** Of processor time: a machine that is busy with other things takes nothing from a file. */
  readonly milliseconds: number;
  /** Of JavaScript heap, and as much again of buffers. */
  readonly mebibytes: number;
}

export type Spent = 'time' | 'memory';

const LOOK_EVERY_MS = 100;
/** So many times the budget by the clock: for a thread that doesn't start, or can't say what it spent. */
const CLOCK_FACTOR = 10;
const MEBIBYTE = 1024 * 1024;
/** Of heap for objects that were just made. The engine's own bound is 192, which it fills with garbage before it looks for any. */
const YOUNG_MEBIBYTES = 24;

/** The heap of a thread that reads. Bounding its young part takes no time, and saves half of the memory of a large file. */
export function threadLimits({ mebibytes }: Pick<FileBudget, 'mebibytes'>): ResourceLimits {
  return { maxOldGenerationSizeMb: mebibytes, maxYoungGenerationSizeMb: YOUNG_MEBIBYTES };
}

export interface Watched {
  readonly budget: FileBudget;
  /** Which file the thread is at; the next one has a budget of its own. */
  readonly position: () => number;
  readonly onSpent: (spent: Spent) => void;
}

interface Beginning {
  readonly position: number;
  readonly clock: number;
  /** Undefined until the thread has told. */
  processor?: number;
}

/** Watches a thread at work. The heap has a limit of the thread's own; time and buffers have none but this. @returns how to stop watching */
export function watchThread(worker: Worker, { budget, position, onSpent }: Watched): () => void {
  let began: Beginning = { position: position(), clock: Date.now() };

  function look(): void {
    const now = Date.now();
    if (position() !== began.position) began = { position: position(), clock: now };
    const file = began;
    if (now - file.clock > budget.milliseconds * CLOCK_FACTOR) onSpent('time');
    // Rejected by a thread that ended, which tells so itself.
    void processorMs(worker).then((spent) => {
      file.processor ??= spent;
      if (file === began && spent - file.processor > budget.milliseconds) onSpent('time');
    }, ignore);
    void buffersOf(worker).then((mebibytes) => {
      if (mebibytes > budget.mebibytes) onSpent('memory');
    }, ignore);
  }

  const timer = setInterval(look, Math.min(LOOK_EVERY_MS, budget.milliseconds));
  timer.unref();
  return () => clearInterval(timer);
}

const ignore = (): undefined => undefined;

async function processorMs(worker: Worker): Promise<number> {
  const { user, system } = await worker.cpuUsage();
  return (user + system) / 1000;
}

async function buffersOf(worker: Worker): Promise<number> {
  return (await worker.getHeapStatistics()).external_memory / MEBIBYTE;
}
