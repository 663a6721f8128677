import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ThreadStart, ThreadWork } from './certificate-thread.ts';
import { collectGarbage, type Figure, figureOf, type Spent, type SpentBoth, timed } from './harness.ts';
import type { BenchAuthorities } from './made-certificates.ts';
import { signedPartOf } from './signed-part.ts';

const TARGET = 1.6;
const THREADS = 2;

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
    for (let round = 0; round <= question.rounds; round += 1) {
      const files = question.makeFiles().map(shared);
      const signed = files.map(signedPartOf);
      collectGarbage();
      const signatures = await timeBoth(threads, { kind: 'signatures', signed });
      const certificates = await timeBoth(threads, { kind: 'certificates', files });
      if (round === 0) continue;
      keep(spent.signatures, signatures);
      keep(spent.certificates, certificates);
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return figuresOf(question, spent);
}

interface OneAndTwo {
  readonly onOne: Spent;
  readonly onTwo: Spent;
}

async function timeBoth(threads: readonly Worker[], work: ThreadWork): Promise<OneAndTwo> {
  return { onOne: await timed(() => shareOut(threads.slice(0, 1), work)), onTwo: await timed(() => shareOut(threads, work)) };
}

async function shareOut(threads: readonly Worker[], work: ThreadWork): Promise<void> {
  await Promise.all(threads.map((thread, index) => workOn(thread, partOf(work, { index, of: threads.length }))));
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

/** An error on the thread is an error here: `once` rejects. */
async function workOn(thread: Worker, work: ThreadWork): Promise<void> {
  const done = once(thread, 'message');
  thread.postMessage(work);
  await done;
}

function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
