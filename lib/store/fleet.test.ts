import { expect, test } from 'vitest';
import { TRUSTS } from '#lib/detect/rule.ts';
import { replaceComponents } from './components.ts';
import type { DeviceRecord } from './device-row.ts';
import { findDevice, removeDevices, saveDevices } from './devices.ts';
import { FLEET_SORTS, type FleetFilter, type FleetQuery, type FleetSort, listFleet } from './fleet.ts';
import { adjustCounters, fleetCounts } from './fleet-counters.ts';
import type { Store } from './open-store.ts';
import { BadCursor } from './page.ts';
import { search } from './search.ts';
import { searchKey } from './search-key.ts';
import { openTestStore } from './testing/test-database.ts';
import { versionKey } from './version-key.ts';

const COUNT = 120;

const NOW = Date.now();
const daysAgo = (days: number): string => new Date(NOW - days * 86_400_000).toISOString();
/** Every fourth device answered lately, every fourth long ago, every fourth never since its key was enrolled. */
const ATTESTED: readonly Partial<DeviceRecord>[] = [
  { attestation: 'passed', lastAttestedAt: daysAgo(2), silentSince: daysAgo(2), secureBoot: 'on', ...firmware('1.10.0') },
  { attestation: 'stale', lastAttestedAt: daysAgo(100), silentSince: daysAgo(100), secureBoot: 'off', ...firmware('1.9.3') },
  { attestation: 'unanswered', silentSince: daysAgo(40), ...firmware('2.0') },
  {},
];

function firmware(version: string): Pick<DeviceRecord, 'firmwareVersion' | 'firmwareKey'> {
  return { firmwareVersion: version, firmwareKey: versionKey(version) };
}

function record(number: number): DeviceRecord {
  const manufacturer = number % 2 === 0 ? 'Kirin Systems' : 'Halden & Söhne';
  const model = `Model ${number % 3}`;
  const serial = `SN-${String(number).padStart(4, '0')}`;
  // Several share each time, so that paging has to tell them apart by id.
  const day = String((number % 7) + 1).padStart(2, '0');
  return {
    id: `d-${String(number).padStart(4, '0')}`,
    tier: 'declared',
    trust: TRUSTS[number % TRUSTS.length] ?? 'verified',
    lifecycle: number % 5 === 0 ? 'in-service' : 'received',
    reason: '',
    ...{ manufacturer, model, version: null, serial },
    manufacturerKey: searchKey(manufacturer),
    modelKey: searchKey(model),
    serialKey: searchKey(serial),
    attention: number % 10,
    openFindings: { critical: 0, high: number % 2, medium: 0, low: 0, info: 0 },
    firstSeenAt: '2026-01-01T00:00:00.000Z',
    lastObservedAt: number % 4 === 0 ? null : `2026-02-${day}T00:00:00.000Z`,
    lastChangedAt: `2026-03-${day}T00:00:00.000Z`,
    ...{ attestation: 'no-key', lastAttestedAt: null, silentSince: null, secureBoot: 'unknown', firmwareVersion: null, firmwareKey: '' },
    ...ATTESTED[number % ATTESTED.length],
    nextChangeAt: null,
    stopped: null,
    assessedAt: '2026-03-08T00:00:00.000Z',
    verdictDigest: '',
    ruleSet: '1',
  };
}

const FLEET = Array.from({ length: COUNT }, (_, number) => record(number));

async function filledStore(): Promise<Store> {
  const store = await openTestStore();
  await saveDevices(store.pool, FLEET);
  return store;
}

async function walk(store: Store, query: FleetQuery): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await listFleet(store, { ...query, limit: 7, ...(cursor === null ? {} : { cursor }) });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

test('pages of every order give each device once', async () => {
  const store = await filledStore();
  for (const sort of FLEET_SORTS) {
    const ids = await walk(store, { sort });
    expect(ids, sort).toHaveLength(COUNT);
    expect(new Set(ids).size, sort).toBe(COUNT);
  }
  const urgent = (await listFleet(store, { sort: 'attention', limit: 12 })).items.map(({ id }) => Number(id.slice(2)) % 10);
  expect(urgent).toEqual(Array.from({ length: 12 }, () => 9));
});

test('filters join, whatever the spelling', async () => {
  const store = await filledStore();
  const expected = FLEET.filter(({ manufacturer, trust }) => manufacturer === 'Halden & Söhne' && trust === TRUSTS[1]).map(({ id }) => id);
  expect(expected.length).toBeGreaterThan(3);
  expect([...(await walk(store, { filter: { manufacturer: 'HALDEN SÖHNE', trust: 'failed-verification' } }))].sort()).toEqual(expected);
  expect(await walk(store, { filter: { lifecycle: 'quarantined' } })).toEqual([]);
});

const idsOf = (match: (device: DeviceRecord) => boolean): readonly string[] => FLEET.filter(match).map(({ id }) => id);
const sorted = async (store: Store, filter: FleetFilter) => [...(await walk(store, { filter }))].sort();

test('devices are found by how they stand with their TPM, how long it is silent, Secure Boot and firmware', async () => {
  const store = await filledStore();
  expect(await sorted(store, { attestation: 'stale' })).toEqual(idsOf(({ attestation }) => attestation === 'stale'));
  expect(await sorted(store, { secureBoot: 'off' })).toEqual(idsOf(({ secureBoot }) => secureBoot === 'off'));
  expect(await sorted(store, { firmware: ' 1.10.0' })).toEqual(idsOf(({ firmwareVersion }) => firmwareVersion === '1.10.0'));
  expect(await sorted(store, { silentDays: 39 })).toEqual(
    idsOf(({ attestation }) => attestation === 'stale' || attestation === 'unanswered'),
  );
  expect(await sorted(store, { silentDays: 99 })).toEqual(idsOf(({ attestation }) => attestation === 'stale'));
  expect(await sorted(store, { silentDays: 101 })).toEqual([]);
  expect(await sorted(store, { attestation: 'passed', secureBoot: 'on', manufacturer: 'halden' })).toEqual([]);
});

test('the longest silent come first and those without a key last; the highest version comes first, by its numbers', async () => {
  const store = await filledStore();
  const standings = (await allOf(store, 'last-attested')).map(({ attestation }) => attestation);
  expect(runsOf(standings)).toEqual(['stale', 'unanswered', 'passed', 'no-key']);
  const versions = (await allOf(store, 'firmware')).map(({ firmwareVersion }) => firmwareVersion);
  expect(runsOf(versions)).toEqual(['2.0', '1.10.0', '1.9.3', null]);
});

const allOf = async (store: Store, sort: FleetSort) => (await listFleet(store, { sort, limit: COUNT })).items;
const runsOf = <Value>(values: readonly Value[]) => values.filter((value, index) => value !== values[index - 1]);

test('somebody who may see some devices sees those and no others', async () => {
  const store = await filledStore();
  expect([...(await walk(store, { visible: ['d-0003', 'd-0007', 'd-none'] }))].sort()).toEqual(['d-0003', 'd-0007']);
  expect(await walk(store, { visible: [] })).toEqual([]);
});

test('a text finds devices by the beginning of a serial, of a model, of a part in them, by digest, and by id', async () => {
  const store = await filledStore();
  const part = {
    state: 'observed',
    category: 'memory',
    manufacturer: 'Tamba',
    model: 'TM-16G',
    serial: 'PART/99',
    hashes: ['ab'.repeat(32)],
  } as const;
  await replaceComponents(store.pool, [{ deviceId: 'd-0042', rows: [part] }]);
  expect(await walk(store, { filter: { text: 'sn0042' } })).toEqual(['d-0042']);
  expect(await walk(store, { filter: { text: 'part 99' } })).toEqual(['d-0042']);
  expect(await walk(store, { filter: { text: 'ab'.repeat(32) } })).toEqual(['d-0042']);
  expect((await walk(store, { filter: { text: ' D-004' } })).toSorted()).toEqual(FLEET.slice(40, 50).map(({ id }) => id));
  expect(await walk(store, { filter: { text: 'd-0042' } })).toEqual(['d-0042']);
  expect(await walk(store, { filter: { text: 'SN-00' } })).toHaveLength(100);
  expect(await walk(store, { filter: { text: "%_'; --" } })).toEqual([]);
  expect(await search(store, 'PART-99')).toMatchObject({
    devices: [],
    components: [{ deviceId: 'd-0042', serial: 'PART/99' }],
    artifacts: [],
  });
  expect((await search(store, 'SN-0042')).devices.map(({ id }) => id)).toEqual(['d-0042']);
});

test('a cursor that this list did not give out is refused', async () => {
  const store = await openTestStore();
  const { nextCursor } = await listFleet(await filledStore(), { sort: 'model', limit: 1 });
  await expect(listFleet(store, { cursor: nextCursor ?? '', sort: 'attention' })).rejects.toThrow(BadCursor);
  await expect(listFleet(store, { cursor: 'nonsense' })).rejects.toThrow(BadCursor);
});

test('times and absences come back as they were kept', async () => {
  const store = await filledStore();
  expect(await findDevice(store, 'd-0004')).toMatchObject({
    lastObservedAt: null,
    lastChangedAt: '2026-03-05T00:00:00.000Z',
    nextChangeAt: null,
    lastAttestedAt: daysAgo(2),
  });
  expect(await findDevice(store, 'd-0007')).toMatchObject({ attestation: 'no-key', lastAttestedAt: null, firmwareVersion: null });
  expect(await findDevice(store, 'd-nothing')).toBeUndefined();
  await removeDevices(store.pool, ['d-0004']);
  expect(await findDevice(store, 'd-0004')).toBeUndefined();
});

test('counts follow what came and went, over all connections', async () => {
  const store = await openTestStore();
  await Promise.all(FLEET.map((device) => adjustCounters(store.pool, { before: [], after: [device] })));
  const changed = FLEET.slice(0, 30).map((device) => ({ ...device, trust: 'verified' as const }));
  await Promise.all(changed.map((device, index) => adjustCounters(store.pool, { before: FLEET.slice(index, index + 1), after: [device] })));
  const now = [...changed, ...FLEET.slice(30)];
  const counts = await fleetCounts(store);
  expect(counts.total).toBe(COUNT);
  expect(counts.byTrust).toEqual(Object.fromEntries(TRUSTS.map((trust) => [trust, now.filter((device) => device.trust === trust).length])));
  expect(counts.byAttestation).toEqual({ passed: 30, stale: 30, unanswered: 30, 'no-key': 30 });
  expect(counts.bySecureBoot).toEqual({ on: 30, off: 30, unknown: 60 });
  expect(counts.byModel.reduce((sum, { count }) => sum + count, 0)).toBe(COUNT);
  expect(counts.byModel[0]?.count).toBe(20);
});
