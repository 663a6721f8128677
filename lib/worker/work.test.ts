import { expect, onTestFinished, test, vi } from 'vitest';
import { makeDocumentCache } from '#lib/ingest/document-cache.ts';
import { type Parse, parseHere } from '#lib/ingest/parse.ts';
import { handIn } from '#lib/ingest/testing/settle.ts';
import type { Store } from '#lib/store/open-store.ts';
import { senderOf } from '#lib/store/queue.ts';
import { findSubmission } from '#lib/store/submissions.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeParsePool } from './parse-pool.ts';
import { documentsOfSpent, QUICK_BYTES, type ReadingPlace, readBatch, readLong } from './reading.ts';
import { type FoldingPlace, foldBatch } from './work.ts';

const device = makeSampleDevice(4);
const base = baseOf(device, makeSampleAuthorities());

async function workplace(store: Store, parse: Parse): Promise<ReadingPlace & FoldingPlace> {
  return { store, boss: await senderOf(store), parse, cache: makeDocumentCache() };
}

/** As if the time until the next attempt had passed. */
async function hurry(store: Store): Promise<void> {
  await store.pool.query("UPDATE pgboss.job SET start_after = now() WHERE state = 'retry'");
}

test('one job that fails holds up no other, and is tried again', async () => {
  const store = await openTestStore();
  const good = await handIn(store, base);
  const bad = await handIn(store, inventoryOf(device));
  let mended = false;
  const parse: Parse = async (artifacts) => {
    if (!mended && artifacts.has(bad.sha256)) throw new Error('a bug of ours');
    return parseHere(artifacts);
  };
  const place = await workplace(store, parse);
  expect(await readBatch(place)).toBe(2);
  expect(await findSubmission(store, good.id)).toMatchObject({ status: 'read' });
  expect(await findSubmission(store, bad.id)).toMatchObject({ status: 'received' });
  mended = true;
  await hurry(store);
  expect(await readBatch(place)).toBe(1);
  expect(await findSubmission(store, bad.id)).toMatchObject({ status: 'read' });
});

test('many files of one device give one fold', async () => {
  const store = await openTestStore();
  await Promise.all([base, inventoryOf(device), inventoryOf(device, device.components.slice(1))].map((bytes) => handIn(store, bytes)));
  const onAsked = vi.fn();
  await readBatch({ ...(await workplace(store, parseHere)), onAsked });
  expect(onAsked).not.toHaveBeenCalled();
  const place = await workplace(store, parseHere);
  expect(await foldBatch(place)).toBe(1);
  expect(await store.prisma.submission.count({ where: { status: 'settled' } })).toBe(3);
});

test('a file that was begun very often and never read is given up, and says so', async () => {
  const store = await openTestStore();
  const { id } = await handIn(store, base);
  await store.pool.query("UPDATE pgboss.job SET state = 'retry', retry_count = 19, started_on = now()");
  const place = await workplace(store, () => Promise.reject(new Error('this would end the process')));
  await readBatch(place);
  expect(await findSubmission(store, id)).toMatchObject({ status: 'unreadable' });
  const [document] = await store.prisma.document.findMany({ select: { summary: true } });
  expect(document?.summary).toContain('20 attempts');
});

const slow = new TextEncoder().encode(`{"COMPONENTS":[${'{"A":{},"B":[{}]},'.repeat(50_000)}{}]}`);

test('a file that takes long is set aside, ends with its own reason, and holds up no other', async () => {
  const store = await openTestStore();
  const bad = await handIn(store, slow);
  const good = await handIn(store, base);
  const onAsked = vi.fn();
  const parse: Parse = (artifacts) => parseHere(new Map([...artifacts].filter(([sha256]) => sha256 !== bad.sha256)));
  const place = { ...(await workplace(store, parse)), onAsked };
  await readBatch(place);
  expect(onAsked).toHaveBeenCalledOnce();
  expect(await findSubmission(store, good.id)).toMatchObject({ status: 'read' });
  expect(await findSubmission(store, bad.id)).toMatchObject({ status: 'received' });
  // Nobody reads so many values in so short a time.
  const budget = { milliseconds: 1, mebibytes: 512 };
  const patient = makeParsePool({ threads: 1, budget, onSpent: (sha256, spent) => documentsOfSpent(sha256, { spent, budget }) });
  onTestFinished(patient.close);
  expect(await readLong({ ...place, parse: patient.parse })).toBe(1);
  expect(await findSubmission(store, bad.id)).toMatchObject({ status: 'unreadable' });
  const [document] = await store.prisma.document.findMany({ where: { sha256: bad.sha256 }, select: { error: true } });
  expect(document?.error).toMatchObject({
    code: 'too-slow',
    message: expect.stringContaining('0.001 s of processor time; it was stopped'),
  });
  // Nothing is left to try again.
  expect((await readBatch(place)) + (await readLong({ ...place, parse: patient.parse }))).toBe(0);
});

test('a large file is set aside before its bytes are fetched, and goes before those that took long', async () => {
  const store = await openTestStore();
  const late = await handIn(store, inventoryOf(device));
  const large = await handIn(store, new Uint8Array(QUICK_BYTES + 1).fill(0x20));
  const seen: string[] = [];
  const parse: Parse = async (artifacts) => {
    seen.push(...artifacts.keys());
    return new Map();
  };
  const place = await workplace(store, parse);
  await readBatch(place);
  expect(seen).toEqual([late.sha256]);
  await readLong({ ...place, parse: parseHere });
  expect(await findSubmission(store, large.id)).toMatchObject({ status: 'unreadable' });
  await readLong({ ...place, parse: parseHere });
  expect(await findSubmission(store, late.id)).toMatchObject({ status: 'read' });
});

test('a fold that was begun before and did not end is folded alone, after the others', async () => {
  const store = await openTestStore();
  const place = await workplace(store, parseHere);
  for (const number of [11, 12, 13]) await handIn(store, inventoryOf(makeSampleDevice(number)));
  await readBatch(place);
  await store.pool.query(
    "UPDATE pgboss.job SET retry_count = 1 WHERE id = (SELECT id FROM pgboss.job WHERE name = 'fold' ORDER BY created_on, id LIMIT 1)",
  );
  const told: number[] = [];
  const keepAlive = (_: string, ids: readonly string[]): (() => void) => {
    told.push(ids.length);
    return () => told.push(-ids.length);
  };
  expect(await foldBatch({ ...place, keepAlive })).toBe(3);
  expect(told).toEqual([2, -2, 1, -1]);
});
