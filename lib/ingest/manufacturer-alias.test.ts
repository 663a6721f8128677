import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { exportEvidence } from './export-evidence.ts';
import { recordStatement } from './record-statement.ts';
import { RENAMED } from './testing/histories.ts';
import { day } from './testing/live.ts';
import { storeWithRenamedParts } from './testing/renamed-parts.ts';
import { settle } from './testing/settle.ts';
import { traceEvidence } from './testing/trace-evidence.ts';

const iso = (number: number) => day(number).toISOString();

async function only(store: Store) {
  const [row] = (await listFleet(store)).items;
  const assessed = row === undefined ? undefined : await findAssessed(store, row.id);
  if (assessed === undefined) throw new Error('no device');
  return assessed;
}

async function otherNames(store: Store): Promise<number> {
  const { differences } = (await only(store)).device;
  return differences.filter(({ kind, observed }) => kind !== 'same' && observed?.manufacturer === RENAMED).length;
}

const head = (at: string) => ({ author: 'admin', at, reason: 'bought in 2025' });
const line = { scheme: 'manufacturer', name: 'Tamba Memory', means: RENAMED } as const;
const propose = (store: Store, at: string) =>
  recordStatement(store, { ...head(at), kind: 'manufacturer-alias', change: { action: 'add', line } });
const approve = (store: Store, at: string, { id }: { readonly id: string }) =>
  recordStatement(store, { kind: 'approval', statement: id, author: 'olga', at, reason: 'agreed' });

test('devices are judged again once two people approved an alias, and again when they ended it', { timeout: 60_000 }, async () => {
  const store = await storeWithRenamedParts();
  const before = await only(store);
  expect(await otherNames(store)).toBeGreaterThan(0);
  const alias = await propose(store, iso(4));
  await settle(store, day(4));
  expect(await otherNames(store)).toBeGreaterThan(0);
  await approve(store, iso(5), alias);
  await settle(store, day(5));
  expect(await otherNames(store)).toBe(0);
  const joined = await only(store);
  expect(joined.device.differences.some(({ kind, equalBy }) => kind === 'same' && equalBy.includes('alias'))).toBe(true);
  expect(joined.inputs).not.toBe(before.inputs);
  const change = { action: 'end', line: alias.id, until: null } as const;
  const end = await recordStatement(store, { ...head(iso(6)), kind: 'manufacturer-alias', change });
  await approve(store, iso(7), end);
  await settle(store, day(7));
  expect(await otherNames(store)).toBeGreaterThan(0);
  const wrong = { ...head(iso(8)), kind: 'manufacturer-alias', change: { ...change, line: end.id } } as const;
  await expect(recordStatement(store, wrong)).rejects.toMatchObject({ code: 'no-such-statement' });
});

test('the downloaded evidence carries the aliases, so that it traces to the verdict of the server', { timeout: 60_000 }, async () => {
  const store = await storeWithRenamedParts();
  await approve(store, iso(5), await propose(store, iso(4)));
  await settle(store, day(6));
  const { device: served, verdict } = await only(store);
  const exported = await exportEvidence(store, served.id, day(6));
  if (exported === undefined) throw new Error('no evidence');
  const { devices } = await traceEvidence(await buffer(exported.stream));
  const { trust, reasons, lifecycle } = verdict;
  expect(devices).toMatchObject([{ key: served.id, verdict: { trust, lifecycle, reasons: [...reasons] } }]);
  expect(devices).toMatchObject([{ differences: served.differences.filter(({ kind }) => kind !== 'same').map(({ kind }) => ({ kind })) }]);
});
