import { expect, onTestFinished, test } from 'vitest';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeParsePool } from './parse-pool.ts';
import { documentsOfSpent } from './reading.ts';
import type { FileBudget } from './thread-budget.ts';

const device = makeSampleDevice(3);
const files = new Map([
  ['base', baseOf(device, makeSampleAuthorities())],
  ['inventory', inventoryOf(device)],
  ['broken', new TextEncoder().encode('{"a":')],
]);
/** 300,000 parts: takes some seconds of processor time on a fast machine too, five times what the tests allow. */
const parts = Array.from({ length: 300_000 }, (_, index) => `{"type":"library","name":"part ${index}","version":"1.${index}"}`);
const slow = new TextEncoder().encode(`{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"components":[${parts.join(',')}]}`);

interface Options extends Partial<FileBudget> {
  readonly threads?: number;
  readonly startMilliseconds?: number;
}

function makePool({ threads = 2, startMilliseconds = 60_000, ...over }: Options = {}) {
  const budget = { milliseconds: 60_000, mebibytes: 512, ...over };
  const pool = makeParsePool({
    threads,
    budget,
    startMilliseconds,
    onSpent: (sha256, spent) => documentsOfSpent(sha256, { spent, budget }),
  });
  onTestFinished(pool.close);
  return pool;
}

test('every file gets its documents, broken ones included', async () => {
  const parsed = await makePool().parse(files);
  expect([...parsed.keys()].sort()).toEqual(['base', 'broken', 'inventory']);
  expect(parsed.get('base')?.map(({ kind, error }) => [kind, error])).toEqual([['platform-certificate', null]]);
  expect(parsed.get('broken')?.[0]?.error).not.toBeNull();
});

test('more calls than threads all get their answers', async () => {
  const { parse } = makePool({ threads: 1 });
  const all = await Promise.all(Array.from({ length: 5 }, () => parse(files)));
  expect(all.map((parsed) => parsed.size)).toEqual([3, 3, 3, 3, 3]);
});

test('what a thread takes to start is charged to no file', async () => {
  // A thread takes several times as long to start as to read so short a file.
  const parsed = await makePool({ threads: 1, milliseconds: 50 }).parse(new Map([['broken', new TextEncoder().encode('{"a":')]]));
  expect(parsed.get('broken')?.[0]?.error?.code).toBe('truncated');
});

test('a thread that does not start at all is our error, and no file is blamed', async () => {
  await expect(makePool({ threads: 1, milliseconds: 1, startMilliseconds: 1 }).parse(files)).rejects.toThrow('did not start');
});

test('of many files that go together only the slow one is stopped, and the rest is read', { timeout: 120_000 }, async () => {
  const { parse } = makePool({ threads: 1, milliseconds: 500 });
  const parsed = await parse(new Map([['first', files.get('inventory') ?? slow], ['slow', slow], ...files, ['slow again', slow]]));
  const codes = Object.fromEntries([...parsed].map(([name, documents]) => [name, documents[0]?.error?.code ?? 'read']));
  expect(codes).toEqual({
    first: 'read',
    base: 'read',
    inventory: 'read',
    broken: 'truncated',
    slow: 'too-slow',
    'slow again': 'too-slow',
  });
  expect(parsed.get('slow')?.[0]?.error?.message).toBe('Reading this file took more than 0.5 s of processor time; it was stopped');
});

test('the budget is of each file, not of all that go together', { timeout: 120_000 }, async () => {
  const one = new TextEncoder().encode(`[${'{"a":[{}]},'.repeat(60_000)}1]`);
  const began = Date.now();
  const parsed = await makePool({ threads: 1, milliseconds: 800 }).parse(
    new Map(Array.from({ length: 32 }, (_, index) => [`f${index}`, one])),
  );
  expect(Date.now() - began).toBeGreaterThan(800);
  expect([...parsed.values()].map((documents) => documents[0]?.error?.code)).toEqual(Array.from({ length: 32 }, () => 'unknown-format'));
});

test('a pool that sets files aside leaves them out of its answer', { timeout: 120_000 }, async () => {
  const pool = makeParsePool({ threads: 1, budget: { milliseconds: 500, mebibytes: 512 }, onSpent: () => undefined });
  onTestFinished(pool.close);
  const parsed = await pool.parse(new Map([['slow', slow], ...files]));
  expect([...parsed.keys()].sort()).toEqual(['base', 'broken', 'inventory']);
});

test('a thread that runs out of memory ends alone', { timeout: 120_000 }, async () => {
  const row =
    '{"COMPONENTCLASS":{"COMPONENTCLASSREGISTRY":"2.23.133.18.3.1","COMPONENTCLASSVALUE":"00060004"},"MANUFACTURER":"m","MODEL":"x","A":[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}]}';
  const rows = Array.from({ length: 19_000 }, () => row).join(',');
  const large = new TextEncoder().encode(`{"PLATFORM":{"PLATFORMMANUFACTURERSTR":"m"},"COMPONENTS":[${rows}]}`);
  const parsed = await makePool({ mebibytes: 40 }).parse(new Map([['large', large], ...files]));
  expect(parsed.get('large')?.[0]?.error).toMatchObject({ code: 'too-much-memory', message: expect.stringContaining('40 MiB') });
  expect(parsed.get('base')?.[0]?.error).toBeNull();
});
