import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MAPPING_VERSIONS } from '#lib/inventory/mapping-versions.ts';
import { listAssessments } from '#lib/store/assessments.ts';
import { backUp } from '#lib/store/backup.ts';
import { listFleet } from '#lib/store/fleet.ts';
import { restore } from '#lib/store/restore.ts';
import { findSubmission } from '#lib/store/submissions.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeDellScv } from '#lib/testing/vendor-inventories.ts';
import { loadCached, makeDocumentCache } from './document-cache.ts';
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

test('a mapping that rose reads the stored files of its format again and no others, and assessments that were written stay', async () => {
  const store = await openTestStore();
  await handIn(store, base);
  const other = await handIn(store, makeDellScv());
  const own = await handIn(store, inventoryOf(device));
  await settle(store, at);
  const [known] = (await listFleet(store)).items;
  const assessments = async () => (await listAssessments(store, { deviceId: known?.id ?? '' })).items;
  const before = await assessments();
  expect(before[0]?.mappings).toEqual({ paccor: MAPPING_VERSIONS.paccor });
  // As if an older program had read both.
  await store.pool.query("UPDATE document SET summary = 'older', mapping_version = 0 WHERE format = 'paccor'");
  await store.pool.query("UPDATE document SET summary = 'untouched' WHERE format = 'dell-scv'");
  await catchUpWithVersions(store);
  await settle(store, new Date('2026-03-03T00:00:00.000Z'));
  const { rows } = await store.pool.query<{ sha256: string; summary: string; mapping_version: number }>(
    'SELECT sha256, summary, mapping_version FROM document WHERE format IS NOT NULL',
  );
  const byArtifact = new Map(rows.map(({ sha256, ...row }) => [sha256, row]));
  const [again, left] = [own, other].map(({ sha256 }) => byArtifact.get(sha256));
  expect(again).toMatchObject({ mapping_version: MAPPING_VERSIONS.paccor });
  expect(again?.summary).toContain('paccor inventory of');
  expect(left?.summary).toBe('untouched');
  expect((await assessments()).map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)));
});

test('what an older mapping read is not kept in the cache of documents', async () => {
  const store = await openTestStore();
  await handIn(store, inventoryOf(device));
  await settle(store, at);
  const { rows } = await store.pool.query<{ sha256: string }>('SELECT sha256 FROM document');
  const artifacts = rows.map(({ sha256 }) => sha256);
  const cache = makeDocumentCache();
  await store.pool.query('UPDATE document SET mapping_version = 0');
  expect((await loadCached(store.pool, artifacts, cache)).size).toBe(1);
  expect(cache.entries.size).toBe(0);
  await store.pool.query('UPDATE document SET mapping_version = $1', [MAPPING_VERSIONS.paccor]);
  await loadCached(store.pool, artifacts, cache);
  expect(cache.entries.size).toBe(1);
});
