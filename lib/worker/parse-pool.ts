import { Worker } from 'node:worker_threads';
import type { Parse } from '#lib/ingest/parse.ts';
import type { PackedDocument } from '#lib/store/packed-document.ts';
import { errorCode } from '#lib/store/sql.ts';
import type { ParseReply, ParseRequest } from './parse-thread.ts';
import { type FileBudget, type Spent, threadLimits, watchThread } from './thread-budget.ts';

export interface ParsePool {
  readonly parse: Parse;
  readonly close: () => Promise<void>;
}

export interface PoolOptions {
  readonly threads: number;
  /** For each file. */
  readonly budget: FileBudget;
  /** What is kept of a file that spent its budget; undefined sets it aside. */
  readonly onSpent: (sha256: string, spent: Spent) => readonly PackedDocument[] | undefined;
  /** After these a thread that doesn't start is given up; what it takes to start is charged to no file. */
  readonly startMilliseconds?: number;
}

/** Files that go to a thread together. */
const TOGETHER = 32;

type Entry = readonly [sha256: string, bytes: Uint8Array];
type Parsed = readonly (readonly [sha256: string, documents: readonly PackedDocument[]])[];

/** Threads that parse. A file that spends its budget ends its thread; the others that went with it are read by another one. */
export function makeParsePool({ threads, onSpent, ...watch }: PoolOptions): ParsePool {
  const { budget } = watch;
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  let running = 0;

  async function take(): Promise<Worker> {
    const worker = idle.pop();
    if (worker !== undefined) return worker;
    if (running === threads) return new Promise((resolve) => waiting.push(resolve));
    running += 1;
    return startThread(budget);
  }

  function give(worker: Worker): void {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  }

  async function run(entries: readonly Entry[]): Promise<Parsed> {
    if (entries.length === 0) return [];
    const worker = await take();
    const reply = await ask(worker, entries, watch);
    const isAlive = 'parsed' in reply || 'failure' in reply;
    give(isAlive ? worker : startThread(budget));
    if ('parsed' in reply) return reply.parsed;
    if ('failure' in reply) throw new Error(reply.failure);
    // A thread that broke for another reason than the file's is ours: the job is tried again.
    if ('error' in reply) throw reply.error;
    return without(entries, reply);
  }

  /** The file that the thread was at when its budget was spent, and all the others by themselves. */
  async function without(entries: readonly Entry[], { spent, at }: Stopped): Promise<Parsed> {
    const guilty = entries[at];
    const others = entries.filter((entry) => entry !== guilty);
    const documents = guilty === undefined ? undefined : onSpent(guilty[0], spent);
    const kept: Parsed = guilty === undefined || documents === undefined ? [] : [[guilty[0], documents]];
    return [...kept, ...(await run(others))];
  }

  return {
    parse: async (artifacts) => new Map((await Promise.all(portions([...artifacts]).map(run))).flat()),
    async close() {
      await Promise.all(idle.map((worker) => worker.terminate()));
    },
  };
}

function startThread(budget: FileBudget): Worker {
  const worker = new Worker(new URL('./parse-thread.ts', import.meta.url), { resourceLimits: threadLimits(budget) });
  // A thread that isn't parsing must not keep the process alive, nor end it.
  worker.unref();
  worker.on('error', () => undefined);
  return worker;
}

interface Stopped {
  readonly spent: Spent;
  /** Index of the file. */
  readonly at: number;
}

interface Broken {
  readonly error: Error;
}

/** What the thread answers, or how it ended. */
function ask(
  worker: Worker,
  artifacts: readonly Entry[],
  watch: Pick<PoolOptions, 'budget' | 'startMilliseconds'>,
): Promise<ParseReply | Stopped | Broken> {
  const progress = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(-1);
  const position = (): number => Atomics.load(progress, 0);
  return new Promise((resolve) => {
    const finish = (reply: ParseReply | Stopped | Broken): void => {
      stopWatching();
      worker.off('message', finish).off('error', onError).off('exit', onExit);
      resolve(reply);
    };
    const onError = (error: Error): void =>
      finish(errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY' && position() >= 0 ? { spent: 'memory', at: position() } : { error });
    const onExit = (): void => finish({ error: new Error('a parsing thread ended') });
    const stop = (reply: Stopped | Broken): void => {
      finish(reply);
      void worker.terminate();
    };
    const stopWatching = watchThread(worker, {
      ...watch,
      position,
      onSpent: (spent, at) => stop({ spent, at }),
      onStuck: () => stop({ error: new Error('a parsing thread did not start') }),
    });
    // One that ended while it was idle has told so already.
    if (worker.threadId === -1) return onExit();
    worker.once('message', finish).once('error', onError).once('exit', onExit);
    worker.postMessage({ artifacts, progress } satisfies ParseRequest);
  });
}

function portions(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  return Array.from({ length: Math.ceil(entries.length / TOGETHER) }, (_, index) =>
    entries.slice(index * TOGETHER, (index + 1) * TOGETHER),
  );
}
