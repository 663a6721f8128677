import { deserialize, serialize } from 'node:v8';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeBoot } from '#lib/testing/attestation-states.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { foldDevices } from './fold-devices.ts';
import { handIn, settle } from './testing/settle.ts';

const device = makeSampleDevice(5);
const authorities = makeSampleAuthorities();

async function settled(): Promise<Store> {
  const store = await openTestStore();
  const inventories = [inventoryOf(device), inventoryOf(device, device.components.slice(1))];
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), ...inventories]) await handIn(store, bytes);
  await settle(store);
  return store;
}

async function rowOf(
  store: Store,
): Promise<{ readonly device_id: string; readonly digest: string; readonly body: Buffer; readonly xmin: string }> {
  const { rows } = await store.pool.query('SELECT device_id, digest, body, xmin::text FROM device_snapshot');
  expect(rows).toHaveLength(1);
  return rows[0];
}

test('an answer that an earlier version wrote is read as it was', async () => {
  const store = await settled();
  const { device_id: id, body } = await rowOf(store);
  const now = await findAssessed(store, id);
  const { answer, ...clock } = deserialize(zstdDecompressSync(body));
  await store.pool.query('UPDATE device_snapshot SET body = $1', [serialize({ ...deserialize(answer), ...clock })]);
  const earlier = await findAssessed(store, id);
  expect(earlier).toEqual(now);
  expect(earlier?.at).toBe('2026-03-02T00:00:00.000Z');
  expect(earlier?.device.documents.map(({ read }) => read.document?.kind).sort()).toEqual([
    'endorsement-key-certificate',
    'inventory',
    'inventory',
    'platform-certificate',
  ]);
});

test('a start that an earlier version wrote is the last log of its file, in all its banks', async () => {
  const store = await settled();
  const { device_id: id, body } = await rowOf(store);
  const { answer, ...clock } = deserialize(zstdDecompressSync(body));
  const { log: _, banks: __, ...boot } = makeBoot();
  const kept = deserialize(answer);
  const written = { ...kept, device: { ...kept.device, boots: [boot] } };
  await store.pool.query('UPDATE device_snapshot SET body = $1', [zstdCompressSync(serialize({ ...clock, answer: serialize(written) }))]);
  expect((await findAssessed(store, id))?.device.boots).toMatchObject([
    { log: -1, banks: expect.arrayContaining([0x0004, 0x000b, 0x000c]) },
  ]);
});

test('the same answer at another time is not written again', async () => {
  const store = await settled();
  const before = await rowOf(store);
  const { rows } = await store.pool.query('SELECT sha256 FROM artifact');
  await foldDevices(store, { artifacts: rows.map(({ sha256 }) => sha256), keys: [] }, { at: new Date('2026-03-02T00:00:01.000Z') });
  expect(await rowOf(store)).toEqual(before);
});

test('inventories that list the same keep their components once, and each is read with them', async () => {
  const store = await settled();
  await handIn(store, Buffer.concat([inventoryOf(device), Buffer.from('\n')]));
  await settle(store);
  const { rows } = await store.pool.query(
    "SELECT count(*)::int AS documents, count(DISTINCT parts)::int AS sets FROM document WHERE kind = 'inventory'",
  );
  expect(rows).toEqual([{ documents: 3, sets: 2 }]);
  const { rows: sets } = await store.pool.query(
    "SELECT count(*)::int AS kept FROM document_part WHERE digest IN (SELECT unnest(parts) FROM document WHERE kind = 'inventory')",
  );
  expect(sets).toEqual([{ kept: 2 }]);
  const assessed = await findAssessed(store, (await rowOf(store)).device_id);
  const listed = assessed?.device.documents.flatMap(({ read: { document } }) =>
    document?.kind === 'inventory' ? [document.components.length] : [],
  );
  expect(listed?.sort()).toEqual([device.components.length - 1, device.components.length, device.components.length].sort());
});
