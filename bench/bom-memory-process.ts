import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { threadLimits } from '#lib/worker/thread-budget.ts';
import { readForMemory, warmUp } from './bom-memory-reading.ts';

// Run by bom-memory.ts in a process of its own: `bom-memory-process.ts [MEBIBYTES] FILE`, with a number in a thread of that budget.

const [file = '', mebibytes] = process.argv.slice(2).reverse();

if (mebibytes === undefined) print(warmUp(), readForMemory(readFileSync(file)));
else {
  const resourceLimits = threadLimits({ mebibytes: Number(mebibytes) });
  const worker = new Worker(new URL('./bom-memory-thread.ts', import.meta.url), { resourceLimits });
  worker.once('message', (baseline) => {
    worker.once('message', (peak) => print(baseline, peak));
    // The thread has a copy of the octets then, as the worker's threads have.
    worker.postMessage(readFileSync(file));
  });
}

function print(baseline: number, peak: number): void {
  console.log(JSON.stringify({ baseline, peak }));
}
