import { Worker } from 'node:worker_threads';
import { overBudget, type Parse } from '#lib/ingest/parse.ts';
import type { PackedDocument } from '#lib/store/packed-document.ts';
import { errorCode } from '#lib/store/sql.ts';
import type { ParseReply, ParseRequest } from './parse-thread.ts';

export interface ParsePool {
  readonly parse: Parse;
  readonly close: () => Promise<void>;
}

export interface ParseBudget {
  readonly threads: number;
  /** For one file. */
  readonly milliseconds: number;
  /** Of JavaScript heap, for one thread. */
  readonly mebibytes: number;
}

/** Files that go to a thread together; larger ones go alone. */
const TOGETHER = 32;
const SMALL_BYTES = 256 * 1024;

type Entry = readonly [sha256: string, bytes: Uint8Array];
type Parsed = readonly (readonly [sha256: string, documents: readonly PackedDocument[]])[];

/** Threads that parse. A file that takes more than its budget ends its thread, and is kept as unreadable with that reason. */
export function makeParsePool(budget: ParseBudget): ParsePool {
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  let running = 0;

  async function take(): Promise<Worker> {
    const worker = idle.pop();
    if (worker !== undefined) return worker;
    if (running === budget.threads) return new Promise((resolve) => waiting.push(resolve));
    running += 1;
    return startThread(budget);
  }

  function give(worker: Worker): void {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  }

  async function run(entries: readonly Entry[]): Promise<Parsed> {
    const worker = await take();
    const reply = await ask(worker, entries, budget);
    const isAlive = 'parsed' in reply || 'failure' in reply;
    give(isAlive ? worker : startThread(budget));
    if ('parsed' in reply) return reply.parsed;
    if ('failure' in reply) throw new Error(reply.failure);
    // A thread that broke for another reason than the file's is ours: the job is tried again.
    if (reply.ended === 'broken') throw reply.error;
    return retryAlone(entries);
  }

  async function retryAlone(entries: readonly Entry[]): Promise<Parsed> {
    const [only] = entries;
    if (entries.length > 1 || only === undefined) return (await Promise.all(entries.map((entry) => run([entry])))).flat();
    const message = `Reading it took more than ${budget.milliseconds / 1000} seconds or ${budget.mebibytes} MiB of memory, and was stopped.`;
    return [[only[0], overBudget(only[0], message)]];
  }

  return {
    parse: async (artifacts) => new Map((await Promise.all(portions(artifacts).map(run))).flat()),
    async close() {
      await Promise.all(idle.map((worker) => worker.terminate()));
    },
  };
}

function startThread({ mebibytes }: ParseBudget): Worker {
  const worker = new Worker(new URL('./parse-thread.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: mebibytes } });
  // A thread that isn't parsing must not keep the process alive, nor end it.
  worker.unref();
  worker.on('error', () => undefined);
  return worker;
}

type Ended = { readonly ended: 'over-budget' } | { readonly ended: 'broken'; readonly error: Error };

/** What the thread answers, or how it ended. */
function ask(worker: Worker, artifacts: readonly Entry[], { milliseconds }: ParseBudget): Promise<ParseReply | Ended> {
  return new Promise((resolve) => {
    const finish = (reply: ParseReply | Ended): void => {
      clearTimeout(timer);
      worker.off('message', finish).off('error', onError).off('exit', onExit);
      resolve(reply);
    };
    const onError = (error: Error): void =>
      finish(errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY' ? { ended: 'over-budget' } : { ended: 'broken', error });
    const onExit = (): void => finish({ ended: 'broken', error: new Error('a parsing thread ended') });
    const timer = setTimeout(() => {
      finish({ ended: 'over-budget' });
      void worker.terminate();
    }, milliseconds);
    // One that ended while it was idle has told so already.
    if (worker.threadId === -1) return onExit();
    worker.once('message', finish).once('error', onError).once('exit', onExit);
    worker.postMessage({ artifacts } satisfies ParseRequest);
  });
}

function portions(artifacts: ReadonlyMap<string, Uint8Array>): readonly (readonly Entry[])[] {
  const large = [...artifacts].filter(([, bytes]) => bytes.byteLength > SMALL_BYTES);
  const small = [...artifacts].filter(([, bytes]) => bytes.byteLength <= SMALL_BYTES);
  const groups = Array.from({ length: Math.ceil(small.length / TOGETHER) }, (_, index) =>
    small.slice(index * TOGETHER, (index + 1) * TOGETHER),
  );
  return [...large.map((entry) => [entry]), ...groups];
}
