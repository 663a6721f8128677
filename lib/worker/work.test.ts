import { expect, test } from 'vitest';
import { makeDocumentCache } from '#lib/ingest/document-cache.ts';
import { type Parse, parseHere } from '#lib/ingest/parse.ts';
import { handIn } from '#lib/ingest/testing/settle.ts';
import type { Store } from '#lib/store/open-store.ts';
import { senderOf } from '#lib/store/queue.ts';
import { findSubmission } from '#lib/store/submissions.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { type FoldingPlace, foldBatch, type ReadingPlace, readBatch } from './work.ts';

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
  const place = await workplace(store, parseHere);
  await readBatch(place);
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
