import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { threadLimits } from './thread-budget.ts';

const MEBIBYTE = 1024 * 1024;
/**
 * Makes 2,000,000 small objects, of which a tenth stays: an engine without a bound lets its young heap grow. Tells how large it mostly
 * was, not its peak: where the engine's own threads wait for a processor, it goes beyond its bound for the length of one collection.
 */
const GARBAGE = `
  const { parentPort } = require('node:worker_threads');
  const kept = [];
  const young = [];
  for (let turn = 0; turn < 400; turn += 1) {
    kept.push(Array.from({ length: 5_000 }, (_, index) => ({ index, list: [index, turn, 1, 2] })));
    if (kept.length > 40) kept.shift();
    const space = require('node:v8').getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    young.push(space.space_size);
  }
  parentPort.postMessage(young.sort((a, b) => a - b)[young.length / 2]);
`;

test('the heap of a thread that makes much garbage stays small in its young part', { timeout: 60_000 }, async () => {
  const worker = new Worker(GARBAGE, { eval: true, resourceLimits: threadLimits({ mebibytes: 512 }) });
  const young = await new Promise<unknown>((resolve, reject) => worker.once('message', resolve).once('error', reject));
  expect(Number(young) / MEBIBYTE).toBeLessThanOrEqual(24);
});
