import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { makeDocumentCache } from '#lib/ingest/document-cache.ts';
import { parseHere } from '#lib/ingest/parse.ts';
import { recordAnchor } from '#lib/ingest/testing/record-anchor.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { MAX_CLOSURE } from '#lib/store/closure.ts';
import { listFleet } from '#lib/store/fleet.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { enqueue, senderOf } from '#lib/store/queue.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { markStopped } from '#lib/store/stopped-folds.ts';
import { makeTestDatabase } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice, memoryModule } from '#lib/testing/sample-device.ts';
import { startFoldThreads } from './fold-threads.ts';
import { readBatch, readLong } from './reading.ts';
import { foldBatch } from './work.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const other = makeSampleDevice(8);
const WITHIN_MS = 100_000;

/** Two devices that verify. */
async function begin(): Promise<{ readonly store: Store; readonly url: string }> {
  const { url, drop } = await makeTestDatabase();
  const store = openStore(url);
  onTestFinished(async () => {
    await store.close();
    await drop();
  });
  for (const { certificate } of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, certificate);
  for (const each of [device, other])
    for (const bytes of [endorsementKeyOf(each, authorities), baseOf(each, authorities), inventoryOf(each)]) await handIn(store, bytes);
  await settle(store);
  return { store, url };
}

const rowOf = async (store: Store, { platform }: typeof device) =>
  (await listFleet(store)).items.find(({ serial }) => serial === platform.serial);

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + WITHIN_MS; !(await isSo()); await pause(50)) if (Date.now() > end) throw new Error('it never came to that');
}

test('a fold that its thread is ended for is told at its device alone, and a fold that is kept takes it away', async () => {
  const { store, url } = await begin();
  const { artifact } = await oneMore(store);
  const boss = await senderOf(store);
  const folding = startFoldThreads({ threads: 1, databaseUrl: url, boss, store, budget: { milliseconds: 1, mebibytes: 2048 } });
  await until(async () => (await rowOf(store, device))?.stopped != null);
  await folding.stop();
  expect((await rowOf(store, device))?.stopped).toMatchObject({ ranOutOf: 'time', limit: 1 });
  expect((await rowOf(store, other))?.stopped).toBeNull();
  const shown = await findAssessed(store, (await rowOf(store, device))?.id ?? '');
  expect(shown?.device.documents.map(({ sha256 }) => sha256)).not.toContain(artifact);
  await enqueue(store, store.pool, { queue: 'fold', jobs: [{ data: { artifacts: [artifact], keys: [] } }] });
  await settle(store);
  expect((await rowOf(store, device))?.stopped).toBeNull();
});

test('a fold that fills the heap of its thread is told at its device too', async () => {
  const { store, url } = await begin();
  await oneMore(store, [...device.components, ...Array.from({ length: 9000 }, (_, index) => memoryModule(`ONE-OF-MANY-${index}`))]);
  const boss = await senderOf(store);
  const folding = startFoldThreads({ threads: 1, databaseUrl: url, boss, store, budget: { milliseconds: 300_000, mebibytes: 32 } });
  await until(async () => (await rowOf(store, device))?.stopped != null);
  await folding.stop();
  expect((await rowOf(store, device))?.stopped).toMatchObject({ ranOutOf: 'memory', limit: 32 });
  expect((await rowOf(store, other))?.stopped).toBeNull();
});

/** An inventory more of the first device, read and not yet folded. */
async function oneMore(store: Store, components = device.components.slice(1)): Promise<{ readonly artifact: string }> {
  const { sha256 } = await handIn(store, inventoryOf(device, components));
  const place = { store, boss: await senderOf(store), parse: parseHere };
  await readBatch(place);
  await readLong(place);
  return { artifact: sha256 };
}

test('a device with more files than one fold may hold says so, and keeps the answer that it had', async () => {
  const { store } = await begin();
  const before = await rowOf(store, device);
  const { artifact } = await oneMore(store);
  await store.pool.query(
    `INSERT INTO link_key (key, sha256, document_id, strength)
     SELECT k.key, 'file ' || i, '', 'reference' FROM link_key k, generate_series(1, $2) AS i WHERE k.sha256 = $1 AND k.strength = 'weak'`,
    [artifact, MAX_CLOSURE],
  );
  await foldBatch({ store, boss: await senderOf(store), cache: makeDocumentCache() });
  expect(await rowOf(store, device)).toMatchObject({
    trust: 'verified',
    assessedAt: before?.assessedAt,
    stopped: { ranOutOf: 'files', limit: MAX_CLOSURE },
  });
  expect((await rowOf(store, other))?.stopped).toBeNull();
});

test('what nothing leads to is told at no device', async () => {
  const { store } = await begin();
  await markStopped(
    store.pool,
    { artifacts: ['nothing'], keys: ['nothing'] },
    { at: '2026-03-03T00:00:00Z', ranOutOf: 'memory', limit: 9 },
  );
  expect((await listFleet(store)).items.map(({ stopped }) => stopped)).toEqual([null, null]);
});
