import { expect, onTestFinished, test } from 'vitest';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeParsePool, type ParseBudget } from './parse-pool.ts';

const device = makeSampleDevice(3);
const files = new Map([
  ['base', baseOf(device, makeSampleAuthorities())],
  ['inventory', inventoryOf(device)],
  ['broken', new TextEncoder().encode('{"a":')],
]);

function makePool(budget: Partial<ParseBudget>) {
  const pool = makeParsePool({ threads: 2, milliseconds: 60_000, mebibytes: 512, ...budget });
  onTestFinished(pool.close);
  return pool;
}

test('every file gets its documents, broken ones included', async () => {
  const parsed = await makePool({}).parse(files);
  expect([...parsed.keys()].sort()).toEqual(['base', 'broken', 'inventory']);
  expect(parsed.get('base')?.map(({ kind, error }) => [kind, error])).toEqual([['platform-certificate', null]]);
  expect(parsed.get('broken')?.[0]?.error).not.toBeNull();
});

test('more calls than threads all get their answers', async () => {
  const { parse } = makePool({ threads: 1 });
  const all = await Promise.all(Array.from({ length: 5 }, () => parse(files)));
  expect(all.map((parsed) => parsed.size)).toEqual([3, 3, 3, 3, 3]);
});

test('a file that takes more time than its budget is kept as unreadable, and says so', async () => {
  // No thread starts in a millisecond.
  const parsed = await makePool({ milliseconds: 1 }).parse(files);
  expect([...parsed.values()].flat().map(({ error }) => error?.code)).toEqual(['too-large', 'too-large', 'too-large']);
  expect(parsed.get('base')?.[0]?.error?.message).toContain('was stopped');
});

test('a thread that runs out of memory ends alone', { timeout: 120_000 }, async () => {
  const row =
    '{"COMPONENTCLASS":{"COMPONENTCLASSREGISTRY":"2.23.133.18.3.1","COMPONENTCLASSVALUE":"00060004"},"MANUFACTURER":"m","MODEL":"x","A":[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]}';
  const rows = Array.from({ length: 19_000 }, () => row).join(',');
  const large = new TextEncoder().encode(`{"PLATFORM":{"PLATFORMMANUFACTURERSTR":"m"},"COMPONENTS":[${rows}]}`);
  const parsed = await makePool({ mebibytes: 40 }).parse(new Map([['large', large], ...files]));
  expect(parsed.get('large')?.[0]?.error?.message).toContain('was stopped');
  expect(parsed.get('base')?.[0]?.error).toBeNull();
});
