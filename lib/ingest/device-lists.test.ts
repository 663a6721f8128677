import { readFileSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { MAX_HIRS_ROWS } from '#lib/attestation/hirs.ts';
import { MAX_LIST_BYTES } from '#lib/store/device-lists.ts';
import { indexKey } from '#lib/store/name-index.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { listUnlinked } from '#lib/store/unlinked.ts';
import { ISSUED_AT, makeHirsList } from '#lib/testing/attestation-results.ts';
import { makeInventory } from '#lib/testing/inventories.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, baseSerial, endorsementKeyOf, makeSampleDevice, type SampleDevice } from '#lib/testing/sample-device.ts';
import { exportEvidence } from './export-evidence.ts';
import { loadEvidence } from './load-evidence.ts';
import { recordStatement } from './record-statement.ts';
import { recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';
import { traceEvidence } from './testing/trace-evidence.ts';

const authorities = makeSampleAuthorities();
const [one, two, three] = [makeSampleDevice(21), makeSampleDevice(22), makeSampleDevice(23)];
const day = (number: number): Date => new Date(Date.UTC(2026, 4, number));
const NOW = day(20);

async function begin(): Promise<Store> {
  const store = await openTestStore();
  for (const { certificate } of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, certificate);
  return store;
}

/** Hands in the certificates of a device, under a name or none. */
async function enter(store: Store, of: SampleDevice, name: string | null): Promise<void> {
  for (const bytes of [endorsementKeyOf(of, authorities), baseOf(of, authorities)])
    await handIn(store, bytes, { device: name, receivedAt: day(1) });
}

async function idOf(store: Store, of: SampleDevice): Promise<string> {
  const sql = 'SELECT device_id AS id FROM device_key WHERE key LIKE $1';
  return (await store.pool.query<{ id: string }>(sql, [`platform-cert:%|${baseSerial(of)}`])).rows[0]?.id ?? '';
}

const resultsOf = async (store: Store, of: SampleDevice) => (await findAssessed(store, await idOf(store, of)))?.device.results ?? [];
const filler = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `other ${index}`);
const hostedOn = (host: string, { platform, components }: SampleDevice): Uint8Array =>
  makeInventory({ platform, components, properties: [{ name: 'Host Name', value: host }] });

/** The artifacts that a fold of the device loads, without those of authorities. */
async function foldedWith(store: Store, of: SampleDevice) {
  const sql = 'SELECT key FROM device_key WHERE device_id = $1';
  const { rows } = await store.pool.query<{ key: string }>(sql, [await idOf(store, of)]);
  const loaded = await loadEvidence(store.pool, { artifacts: [], keys: [rows[0]?.key ?? ''] }, { at: NOW.toISOString() });
  return loaded.map(({ closure, evidence }) => ({ closure: closure.artifacts.length, loaded: evidence.artifacts.size }));
}

test(`a list of ${MAX_HIRS_ROWS} devices reaches the first, the middle and the last of them, and ties none to another`, {
  timeout: 300_000,
}, async () => {
  const store = await begin();
  await enter(store, one, 'host one');
  await enter(store, two, 'host two');
  await enter(store, three, null);
  await handIn(store, hostedOn('HOST-THREE', three), { receivedAt: day(2) });
  const names = ['host one', ...filler(4_999), 'host two', ...filler(MAX_HIRS_ROWS - 5_002), 'host-three'];
  expect(names).toHaveLength(MAX_HIRS_ROWS);
  await handIn(store, makeHirsList(names, 'FAIL'), { receivedAt: day(3) });
  await settle(store, NOW);
  for (const of of [one, two, three]) {
    expect(await resultsOf(store, of)).toMatchObject([
      {
        format: 'hirs',
        status: 'contraindicated',
        standing: 'declared',
        detail: expect.stringContaining(`(1 of ${MAX_HIRS_ROWS} in a list)`),
      },
    ]);
  }
  expect(await foldedWith(store, one)).toEqual([{ closure: 2, loaded: 3 }]);
  expect(await foldedWith(store, two)).toEqual([{ closure: 2, loaded: 3 }]);
  expect(await foldedWith(store, three)).toEqual([{ closure: 3, loaded: 4 }]);
  expect((await listUnlinked(store)).items).toEqual([]);
  // What is downloaded traces to the same.
  const exported = await exportEvidence(store, await idOf(store, one), NOW);
  if (exported === undefined) throw new Error('no evidence');
  const { devices } = await traceEvidence(await buffer(exported.stream));
  expect(devices).toMatchObject([{ results: [{ format: 'hirs', status: 'contraindicated' }] }]);
});

test('a list of one device more is refused, and says why', async () => {
  const store = await begin();
  await enter(store, one, 'host one');
  await handIn(store, makeHirsList(['host one', ...filler(MAX_HIRS_ROWS)]), { receivedAt: day(3) });
  await settle(store, NOW);
  expect(await resultsOf(store, one)).toEqual([]);
  const { rows } = await store.pool.query("SELECT error ->> 'code' AS code FROM document WHERE error IS NOT NULL");
  expect(rows).toEqual([{ code: 'too-many' }]);
});

test('a list waits until a device is known by a name in it, and reaches one that comes later', async () => {
  const store = await begin();
  await handIn(store, makeHirsList(['host one', 'host two']), { receivedAt: day(2) });
  await settle(store, NOW);
  expect((await listUnlinked(store)).items).toMatchObject([{ reason: 'no-such-device', detail: expect.stringContaining('host one') }]);
  await enter(store, one, 'host one');
  await settle(store, NOW);
  expect(await resultsOf(store, one)).toMatchObject([{ status: 'affirming' }]);
  expect((await listUnlinked(store)).items).toEqual([]);
  await enter(store, two, null);
  await handIn(store, hostedOn('Host Two', two), { receivedAt: day(3) });
  await settle(store, NOW);
  expect(await resultsOf(store, two)).toMatchObject([{ status: 'affirming' }]);
});

test('a list that is handed in again speaks of its devices anew', async () => {
  const store = await begin();
  await enter(store, one, 'host one');
  await enter(store, two, 'host two');
  const list = makeHirsList(['host one', 'host two']);
  await handIn(store, list, { receivedAt: day(2) });
  await settle(store, NOW);
  await handIn(store, list, { receivedAt: day(9) });
  await settle(store, NOW);
  for (const of of [one, two]) {
    // How old its rows are, they say themselves; that it was handed in again, each device is told.
    expect(await resultsOf(store, of)).toMatchObject([{ at: ISSUED_AT }]);
    const acts = (await findAssessed(store, await idOf(store, of)))?.device.documents.filter(
      ({ read }) => read.kind === 'attestation-result',
    );
    expect(acts?.map(({ submissions }) => submissions.map(({ receivedAt }) => receivedAt))).toEqual([
      [day(2), day(9)].map((at) => at.toISOString()),
    ]);
  }
});

test('a name of two devices is of none, however each came to it', async () => {
  const store = await begin();
  await enter(store, one, 'Shared');
  await enter(store, two, null);
  await handIn(store, makeHirsList(['Shared', 'host three']), { receivedAt: day(2) });
  await settle(store, NOW);
  expect(await resultsOf(store, one)).toHaveLength(1);
  await handIn(store, hostedOn('shared', two), { receivedAt: day(3) });
  await settle(store, NOW);
  expect([await resultsOf(store, one), await resultsOf(store, two)]).toEqual([[], []]);
});

test('each of many lists stands on the timeline of a device', async () => {
  const store = await begin();
  await enter(store, one, 'host one');
  const lists = 70;
  for (let index = 0; index < lists; index += 1)
    await handIn(store, makeHirsList(['host one', `other ${index}`], index === 0 ? 'FAIL' : 'PASS'), {
      receivedAt: day(2 + index / lists),
    });
  await settle(store, NOW);
  const results = await resultsOf(store, one);
  expect(results).toHaveLength(lists);
  expect((await findAssessed(store, await idOf(store, one)))?.device.olderLists).toBe(false);
  expect(results.filter(({ status }) => status !== 'affirming')).toHaveLength(1);
});

test('beyond the octets that are read for a device the newest lists count, of several submitters in turns', {
  timeout: 300_000,
}, async () => {
  const store = await begin();
  await enter(store, one, 'host one');
  const padding = Array.from({ length: 900 }, (_, index) => `${index}`.padStart(2_000, 'x'));
  const floods = Array.from({ length: 6 }, (_, index) => makeHirsList(['host one', `flood ${index}`, ...padding], 'FAIL'));
  for (const flood of floods) await handIn(store, flood, { submittedBy: 'mallory', receivedAt: day(4) });
  const honest = makeHirsList(['host one', 'host two']);
  await handIn(store, honest, { receivedAt: day(3) });
  await settle(store, NOW);
  const results = await resultsOf(store, one);
  const fit = Math.floor((MAX_LIST_BYTES - honest.length) / (floods[0]?.length ?? 1));
  expect(fit).toBeLessThan(floods.length);
  expect(results).toHaveLength(fit + 1);
  expect(results.filter(({ status }) => status === 'affirming')).toHaveLength(1);
  expect((await findAssessed(store, await idOf(store, one)))?.device.olderLists).toBe(true);
  // What is downloaded says so too.
  const exported = await exportEvidence(store, await idOf(store, one), NOW);
  if (exported === undefined) throw new Error('no evidence');
  expect((await traceEvidence(await buffer(exported.stream))).devices).toMatchObject([{ olderLists: true }]);
});

test('a list that a person links to a device is that device’s own, and still the others’', async () => {
  const store = await begin();
  await enter(store, one, null);
  await enter(store, two, 'host two');
  const { id: submission } = await handIn(store, makeHirsList(['host two', 'host nine']), { receivedAt: day(2) });
  await settle(store, NOW);
  const said = { author: 'ann', at: day(3).toISOString(), reason: 'it is about this one' };
  await recordStatement(store, { kind: 'link', device: await idOf(store, one), submission, ...said });
  await settle(store, NOW);
  expect(await resultsOf(store, two)).toHaveLength(1);
  expect(await resultsOf(store, one)).toHaveLength(1);
  expect(await foldedWith(store, two)).toEqual([{ closure: 2, loaded: 3 }]);
});

test('names that were handed in before get the key of a host’s name by the migration', async () => {
  const store = await begin();
  await enter(store, one, 'Bench 1');
  await handIn(store, endorsementKeyOf(two, authorities), { device: 'd-0123456789abcdef01234567' });
  await settle(store, NOW);
  const keys = async () => (await store.pool.query("SELECT key, sha256 FROM link_key WHERE strength = 'named' ORDER BY key, sha256")).rows;
  const whole = await keys();
  expect(whole.filter(({ key }) => key === indexKey('subject:host-name:bench 1'))).toHaveLength(2);
  await store.pool.query("DELETE FROM link_key WHERE strength = 'named' AND key LIKE 'subject:%'");
  await store.pool.query(readFileSync('prisma/migrations/0019_names_of_hosts/migration.sql', 'utf8'));
  expect(await keys()).toEqual(whole);
});
