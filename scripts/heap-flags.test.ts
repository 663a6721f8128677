import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { COMMAND_LINE, heapFlags } from './heap-flags.mjs';

const MEBIBYTE = 1024 * 1024;
/**
 * Makes 2,000,000 small objects, of which a tenth stays, and prints how large the young heap mostly was. Not its peak: where the
 * engine's own threads wait for a processor, it goes beyond its bound for the length of one collection.
 */
const GARBAGE = `
  const kept = [];
  const young = [];
  for (let turn = 0; turn < 400; turn += 1) {
    kept.push(Array.from({ length: 5_000 }, (_, index) => ({ index, list: [index, turn, 1, 2] })));
    if (kept.length > 40) kept.shift();
    const space = require('node:v8').getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    young.push(space.space_size);
  }
  console.log(young.sort((a, b) => a - b)[young.length / 2]);
`;

function youngHeap(flags: readonly string[]): number {
  return Number(spawnSync(process.execPath, [...flags, '-e', GARBAGE], { encoding: 'utf8' }).stdout) / MEBIBYTE;
}

test('the young heap of the command line stays small, and that of other programs is the engine’s own matter', { timeout: 60_000 }, () => {
  expect(heapFlags('scripts/start.ts')).toEqual([]);
  expect(youngHeap(heapFlags(COMMAND_LINE))).toBeLessThanOrEqual(24);
  expect(youngHeap([])).toBeGreaterThan(24);
});
