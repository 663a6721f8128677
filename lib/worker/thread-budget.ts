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
/** So many times the budget, in looks without an answer: for a thread that can't say what it spent. */
const SILENCE_FACTOR = 10;
/** What a thread takes to start is no file's doing. */
const START_MS = 60_000;
const MEBIBYTE = 1024 * 1024;
/** Of heap for objects that were just made. The engine's own bound is 192, which it fills with garbage before it looks for any. */
const YOUNG_MEBIBYTES = 24;

/** The heap of a thread that reads. Bounding its young part takes no time, and saves half of the memory of a large file. */
export function threadLimits({ mebibytes }: Pick<FileBudget, 'mebibytes'>): ResourceLimits {
  return { maxOldGenerationSizeMb: mebibytes, maxYoungGenerationSizeMb: YOUNG_MEBIBYTES };
}

export interface Watched {
  readonly budget: FileBudget;
  /** Which file the thread is at, counted from 0; the next one has a budget of its own. -1 while it has none. */
  readonly position: () => number;
  /** `at`: the file that the thread is at, and that spent its budget. */
  readonly onSpent: (spent: Spent, at: number) => void;
  /** The thread has not begun with a file after all this time. */
  readonly onStuck?: () => void;
  /** For a thread to begin with a file. Counted in looks too. */
  readonly startMilliseconds?: number;
}

interface Beginning {
  readonly position: number;
  /** Looks, not time by the clock: a machine that stood still for a while made none. */
  silentLooks: number;
  /** Undefined until the thread has told. */
  processor?: number;
}

/** Watches a thread at work. The heap has a limit of the thread's own; time and buffers have none but this. @returns how to stop watching */
export function watchThread(worker: Worker, { budget, position, onSpent, onStuck, startMilliseconds = START_MS }: Watched): () => void {
  const everyMs = Math.min(LOOK_EVERY_MS, budget.milliseconds);
  let began: Beginning = { position: position(), silentLooks: 0 };

  function look(): void {
    if (position() !== began.position) began = { position: position(), silentLooks: 0 };
    const file = began;
    file.silentLooks += 1;
    if (file.position < 0) {
      if (file.silentLooks * everyMs > startMilliseconds) onStuck?.();
      return;
    }
    if (file.silentLooks * everyMs > budget.milliseconds * SILENCE_FACTOR) onSpent('time', file.position);
    // What the thread tells late, of a file that it has ended since, is charged to none.
    const isStill = (): boolean => file === began && position() === file.position;
    // Rejected by a thread that ended, which tells so itself.
    void processorMs(worker).then((spent) => {
      file.silentLooks = 0;
      file.processor ??= spent;
      if (isStill() && spent - file.processor > budget.milliseconds) onSpent('time', file.position);
    }, ignore);
    void buffersOf(worker).then((mebibytes) => {
      if (isStill() && mebibytes > budget.mebibytes) onSpent('memory', file.position);
    }, ignore);
  }

  const timer = setInterval(look, everyMs);
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
