import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { backUp } from '#lib/store/backup.ts';
import { listFleet } from '#lib/store/fleet.ts';
import { restore } from '#lib/store/restore.ts';
import { findSubmission } from '#lib/store/submissions.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { catchUpWithVersions, recheckDue, recheckUnsettled, requeueEverything } from './recheck.ts';
import { handIn, settle } from './testing/settle.ts';

const device = makeSampleDevice(5);
const base = baseOf(device, makeSampleAuthorities());
const at = new Date('2026-03-02T00:00:00.000Z');

test('what waited in the queue when a backup was made is done after it is restored', async () => {
  const [from, to] = [await openTestStore(), await openTestStore()];
  await handIn(from, base);
  await settle(from, at);
  const waiting = await handIn(from, inventoryOf(device));
  const folder = mkdtempSync(join(tmpdir(), 'assay-recheck-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await backUp(from.databaseUrl, join(folder, 'b.zip'), at);
  await restore(to.databaseUrl, join(folder, 'b.zip'), { replace: false });
  await requeueEverything(to);
  await settle(to, at);
  expect(await findSubmission(to, waiting.id)).toMatchObject({ status: 'settled' });
  await settle(from, at);
  expect((await listFleet(to)).items).toEqual((await listFleet(from)).items);
});

test('what was acknowledged long ago and has no job any more is asked for again', async () => {
  const store = await openTestStore();
  const { id } = await handIn(store, base);
  await store.pool.query('DELETE FROM pgboss.job');
  // Not yet overdue: its job may still be waiting its turn.
  expect(await recheckUnsettled(store, new Date('2026-03-01T00:05:00.000Z'))).toBe(0);
  expect(await recheckUnsettled(store, at)).toBe(1);
  await settle(store, at);
  expect(await findSubmission(store, id)).toMatchObject({ status: 'settled' });
  expect(await recheckUnsettled(store, at)).toBe(0);
});

test('what still waits to be read is not asked for again, however long it waits', async () => {
  const store = await openTestStore();
  await handIn(store, base);
  await recheckUnsettled(store, at);
  const { rows } = await store.pool.query("SELECT count(*)::int AS jobs FROM pgboss.job WHERE name = 'read'");
  expect(rows).toEqual([{ jobs: 1 }]);
});

test('a device whose answer changes by time alone is folded again when that time has come', async () => {
  const store = await openTestStore();
  await handIn(store, base);
  await handIn(store, inventoryOf(device));
  await settle(store, at);
  const [before] = (await listFleet(store)).items;
  expect(before?.nextChangeAt).not.toBeNull();
  expect(await recheckDue(store, at)).toBe(0);
  const later = new Date(before?.nextChangeAt ?? 0);
  expect(await recheckDue(store, later)).toBe(1);
  await settle(store, later);
  const [after] = (await listFleet(store)).items;
  expect(after?.assessedAt).toBe(later.toISOString());
  expect(after?.nextChangeAt).not.toBe(before?.nextChangeAt);
});

test('after an upgrade, devices that other rules judged are folded again', async () => {
  const store = await openTestStore();
  await handIn(store, base);
  await settle(store, at);
  await store.pool.query("UPDATE device SET rule_set = 'older'");
  await store.pool.query('UPDATE document SET parser_version = 0');
  await catchUpWithVersions(store);
  await settle(store, at);
  const { rows } = await store.pool.query(
    "SELECT 1 FROM device WHERE rule_set = 'older' UNION ALL SELECT 1 FROM document WHERE parser_version = 0",
  );
  expect(rows).toEqual([]);
});
