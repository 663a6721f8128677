import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { exportEvidence } from './export-evidence.ts';
import { recordStatement } from './record-statement.ts';
import { handIn, settle } from './testing/settle.ts';
import { traceEvidence } from './testing/trace-evidence.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const day = (number: number) => new Date(Date.UTC(2026, 2, number));
const iso = (number: number) => day(number).toISOString();
const RENAMED = 'Tamba Semiconductor';
const renamed = device.components.map((part) => (part.manufacturer === 'Tamba Memory' ? { ...part, manufacturer: RENAMED } : part));

async function storeWithRenamedParts(): Promise<Store> {
  const store = await openTestStore();
  for (const { certificate } of [authorities.tpmVendor, authorities.vendor]) {
    const base64 = Buffer.from(certificate).toString('base64');
    const anchor = { kind: 'anchor', action: 'add', sha256: sha256Hex(certificate), certificate: base64, label: 'sample' } as const;
    await recordStatement(store, { ...anchor, author: 'admin', at: iso(1), reason: 'test' });
  }
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), inventoryOf(device, renamed)])
    await handIn(store, bytes, { receivedAt: day(2) });
  await settle(store, day(3));
  return store;
}

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
