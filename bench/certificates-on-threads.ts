import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ThreadMessage, ThreadStart, ThreadWork } from './certificate-thread.ts';
import { collectGarbage, type Figure, figureOf, type Spent, type SpentBoth, timed } from './harness.ts';
import type { BenchAuthorities } from './made-certificates.ts';
import { signedPartOf } from './signed-part.ts';

const TARGET = 1.6;
const THREADS = 2;
/** Times that each thread does everything before the first round: those of the worker live on, with the code that the engine compiled. */
const WARM_UPS = 4;
const BEGIN = { kind: 'begin' } as const;

/** What the threads work on. */
export interface ThreadsQuestion {
  readonly name: string;
  /** What is done with each certificate, in words. */
  readonly work: string;
  readonly rounds: number;
  readonly certificates: number;
  readonly authorities: BenchAuthorities;
  /** Certificates that no round before has seen. */
  readonly makeFiles: () => readonly Uint8Array[];
}

/**
 * One thread does it all, or two do half of it each; the octets are in memory that threads share. What the machine itself gives to two
 * threads is told by the bare signatures of the same certificates, in the same rounds: nothing scales better than that.
 */
export async function benchTwoThreads(question: ThreadsQuestion): Promise<readonly Figure[]> {
  const threads = Array.from({ length: THREADS }, () => startThread(question.authorities));
  const spent: Measured = { certificates: { ours: [], yardstick: [] }, signatures: { ours: [], yardstick: [] } };
  try {
    await warmUp(threads, question);
    for (let round = 0; round < question.rounds; round += 1) {
      const { signatures, certificates } = makeWork(question);
      collectGarbage();
      keep(spent.signatures, await timeBoth(threads, signatures));
      keep(spent.certificates, await timeBoth(threads, certificates));
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return figuresOf(question, spent);
}

/** Each thread does all of it: one that had done half as much would be half as far with compiling. */
async function warmUp(threads: readonly Worker[], question: ThreadsQuestion): Promise<void> {
  const { signatures, certificates } = makeWork(question);
  for (let time = 0; time < WARM_UPS; time += 1) {
    for (const message of [signatures, BEGIN, certificates, BEGIN] as const) await tellAll(threads, () => message);
  }
}

function makeWork({ makeFiles }: ThreadsQuestion) {
  const files = makeFiles().map(shared);
  return { signatures: { kind: 'signatures', signed: files.map(signedPartOf) }, certificates: { kind: 'certificates', files } } as const;
}

interface OneAndTwo {
  readonly onOne: Spent;
  readonly onTwo: Spent;
}

async function timeBoth(threads: readonly Worker[], work: ThreadWork): Promise<OneAndTwo> {
  return { onOne: await timeShared(threads.slice(0, 1), work), onTwo: await timeShared(threads, work) };
}

async function timeShared(threads: readonly Worker[], work: ThreadWork): Promise<Spent> {
  await tellAll(threads, (index) => partOf(work, { index, of: threads.length }));
  return timed(() => tellAll(threads, () => BEGIN));
}

function partOf(work: ThreadWork, { index, of }: { index: number; of: number }): ThreadWork {
  const part = <T>(all: readonly T[]) => all.slice((index * all.length) / of, ((index + 1) * all.length) / of);
  return work.kind === 'signatures' ? { kind: work.kind, signed: part(work.signed) } : { kind: work.kind, files: part(work.files) };
}

function keep(spent: SpentBoth, { onOne, onTwo }: OneAndTwo): void {
  spent.yardstick.push(onOne);
  spent.ours.push(onTwo);
}

function figuresOf({ name, work, rounds, certificates: perRound }: ThreadsQuestion, spent: Measured): readonly Figure[] {
  const common = { rounds, perRound, direction: 'at-least', onOneThread: true } as const;
  const yardstick = 'the same on one thread';
  const scaled = figureOf(
    {
      ...common,
      name: `certificates on two threads, ${name}`,
      ours: `${work}, half of them on each of two threads`,
      yardstick,
      target: TARGET,
    },
    spent.certificates,
  );
  const bare = figureOf(
    { ...common, name: `crypto.verify on two threads, ${name}`, ours: 'their signatures alone, half on each', yardstick, target: null },
    spent.signatures,
  );
  const share = {
    ...scaled,
    name: `certificates on two threads, of what crypto.verify gains, ${name}`,
    yardstick: 'what two threads gain over one with the signatures alone',
    target: null,
    met: null,
    ratio: scaled.ratio / bare.ratio,
    processorRatio: (scaled.processorRatio ?? Number.NaN) / (bare.processorRatio ?? Number.NaN),
  };
  return [scaled, bare, share];
}

interface Measured {
  readonly certificates: SpentBoth;
  readonly signatures: SpentBoth;
}

function startThread({ root, issuer }: BenchAuthorities): Worker {
  const workerData: ThreadStart = { root: root.certificate, issuer: issuer.certificate, issuerKey: issuer.publicKeyInfo };
  return new Worker(new URL('./certificate-thread.ts', import.meta.url), { workerData });
}

/** Waits until each has answered. An error on a thread is an error here: `once` rejects. */
async function tellAll(threads: readonly Worker[], messageOf: (index: number) => ThreadMessage): Promise<void> {
  await Promise.all(
    threads.map(async (thread, index) => {
      const done = once(thread, 'message');
      thread.postMessage(messageOf(index));
      await done;
    }),
  );
}

function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
