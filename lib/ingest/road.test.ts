import { expect, test } from 'vitest';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { listAssessments } from '#lib/store/assessments.ts';
import { keysOfDevices } from '#lib/store/devices.ts';
import { listFindings } from '#lib/store/findings.ts';
import { listFleet } from '#lib/store/fleet.ts';
import { fleetCounts } from '#lib/store/fleet-counters.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { findSubmission } from '#lib/store/submissions.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { listUnlinked } from '#lib/store/unlinked.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice, memoryModule } from '#lib/testing/sample-device.ts';
import { askDevice } from './ask-device.ts';
import { foldDevices } from './fold-devices.ts';
import { listAnchors } from './governing.ts';
import { recordStatement } from './record-statement.ts';
import { handIn, settle } from './testing/settle.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const day = (number: number) => new Date(Date.UTC(2026, 2, number));

async function trust(store: Store, certificate: Uint8Array, at = day(1)): Promise<void> {
  await recordStatement(store, {
    kind: 'anchor',
    action: 'add',
    sha256: sha256Hex(certificate),
    certificate: Buffer.from(certificate).toString('base64'),
    label: 'sample',
    author: 'admin',
    at: at.toISOString(),
    reason: 'test',
  });
}

async function trustAll(store: Store, at = day(1)): Promise<void> {
  await trust(store, authorities.tpmVendor.certificate, at);
  await trust(store, authorities.vendor.certificate, at);
}

async function onlyDevice(store: Store) {
  const { items } = await listFleet(store);
  expect(items).toHaveLength(1);
  const [only] = items;
  if (only === undefined) throw new Error('no device');
  return only;
}

test('a certificate, its EK certificate and an inspection give one verified device, in whatever order they come', async () => {
  const files = [inventoryOf(device), endorsementKeyOf(device, authorities), baseOf(device, authorities)];
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 0, 2],
  ]) {
    const store = await openTestStore();
    await trustAll(store);
    for (const index of order) {
      const receipt = await handIn(store, files[index] ?? new Uint8Array(), { receivedAt: day(2 + index) });
      // One time folded one by one, one time all at once.
      if (order[0] !== 1) await settle(store, day(5));
      expect(receipt.sha256).toBe(sha256Hex(files[index] ?? ''));
    }
    await settle(store, day(5));
    const found = await onlyDevice(store);
    expect(found).toMatchObject({ trust: 'verified', tier: 'certificate-bound', serial: device.platform.serial });
    expect((await fleetCounts(store)).byTrust).toEqual({ verified: 1 });
    expect((await listUnlinked(store)).items).toEqual([]);
    const assessed = await findAssessed(store, found.id);
    expect(assessed?.device.documents.map(({ read }) => read.document?.kind).sort()).toEqual([
      'endorsement-key-certificate',
      'inventory',
      'platform-certificate',
    ]);
  }
});

test('an unexplained swap is found, is in the inbox, and closes when the part comes back', async () => {
  const store = await openTestStore();
  await trustAll(store);
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities)])
    await handIn(store, bytes, { receivedAt: day(2) });
  await handIn(store, inventoryOf(device), { receivedAt: day(3) });
  await settle(store, day(3));
  const swapped = device.components.map((part) => (part.serial?.endsWith('-M1') ? memoryModule('ANOTHER') : part));
  await handIn(store, inventoryOf(device, swapped), { receivedAt: day(4) });
  await settle(store, day(4));
  expect(await onlyDevice(store)).toMatchObject({ trust: 'changed-unexplained' });
  const { items } = await listFindings(store);
  expect(items).toContainEqual(expect.objectContaining({ rule: 'component-replaced', severity: 'high', open: true, episode: 1 }));
  expect((await fleetCounts(store)).byTrust).toEqual({ 'changed-unexplained': 1 });
  const { id } = await onlyDevice(store);
  const { items: assessments } = await listAssessments(store, { deviceId: id });
  expect(assessments.map(({ trust: said }) => said).slice(0, 2)).toEqual(['changed-unexplained', 'verified']);
});

test('handing in the same bytes again is a new submission of the same artifact', async () => {
  const store = await openTestStore();
  await trustAll(store);
  const first = await handIn(store, inventoryOf(device), { receivedAt: day(2) });
  const second = await handIn(store, inventoryOf(device), { receivedAt: day(3) });
  expect(second.sha256).toBe(first.sha256);
  expect(second.id).not.toBe(first.id);
  expect(await store.prisma.artifact.count()).toBe(1);
  await settle(store, day(4));
  expect((await findSubmission(store, second.id))?.status).toBe('settled');
  expect((await listUnlinked(store)).items.map(({ reason }) => reason)).toEqual(['no-such-device', 'no-such-device']);
});

test('folding again writes nothing that is there already', async () => {
  const store = await openTestStore();
  await trustAll(store);
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), inventoryOf(device)]) {
    await handIn(store, bytes, { receivedAt: day(2) });
  }
  await settle(store, day(3));
  const { id } = await onlyDevice(store);
  const versions = async () => {
    const tables = [
      'device',
      'device_snapshot',
      'device_key',
      'device_artifact',
      'device_component',
      'device_enrolment',
      'finding',
      'assessment',
      'fleet_counter',
      'submission',
    ];
    const { rows } = await store.pool.query(
      tables.map((table) => `SELECT '${table}' AS t, xmin::text, ctid::text FROM ${table}`).join(' UNION ALL '),
    );
    return rows;
  };
  const before = await versions();
  expect(before.length).toBeGreaterThan(10);
  const keys = (await keysOfDevices(store.pool, [id])).map(({ key }) => key);
  await foldDevices(store, { artifacts: [], keys }, { at: day(3) });
  expect(await versions()).toEqual(before);
});

test('trusting an authority later judges the devices below it again', async () => {
  const store = await openTestStore();
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), inventoryOf(device)])
    await handIn(store, bytes, { receivedAt: day(2) });
  await settle(store, day(3));
  expect((await onlyDevice(store)).trust).not.toBe('verified');
  await trustAll(store);
  expect(await listAnchors(store, day(2))).toHaveLength(2);
  await settle(store, day(3));
  expect(await onlyDevice(store)).toMatchObject({ trust: 'verified' });
});

test('an anchor that was added later is believed about earlier days, and not by what was known then', async () => {
  const store = await openTestStore();
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities)])
    await handIn(store, bytes, { receivedAt: day(2) });
  await handIn(store, inventoryOf(device), { receivedAt: day(3) });
  await trustAll(store, day(20));
  await settle(store, day(21));
  const { id } = await onlyDevice(store);
  const asOf = day(5).toISOString();
  expect((await askDevice(store, id, { asOf }))?.verdict.trust).toBe('verified');
  expect((await askDevice(store, id, { asOf, knownAt: asOf }))?.verdict.trust).toBe('not-enrolled');
});

test('a device can be asked what was true then, and by what was known', async () => {
  const store = await openTestStore();
  await trustAll(store);
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities)])
    await handIn(store, bytes, { receivedAt: day(2) });
  await handIn(store, inventoryOf(device), { receivedAt: day(3) });
  const swapped = device.components.map((part) => (part.serial?.endsWith('-M1') ? memoryModule('ANOTHER') : part));
  await handIn(store, inventoryOf(device, swapped), { receivedAt: day(10) });
  await settle(store, day(11));
  const { id } = await onlyDevice(store);
  expect((await askDevice(store, id, { asOf: day(11).toISOString() }))?.verdict.trust).toBe('changed-unexplained');
  expect((await askDevice(store, id, { asOf: day(5).toISOString() }))?.verdict.trust).toBe('verified');
  expect((await askDevice(store, id, { asOf: day(11).toISOString(), knownAt: day(5).toISOString() }))?.verdict.trust).toBe('verified');
  expect(await askDevice(store, 'd-nothing')).toBeUndefined();
});

test('a file handed in for a device before the device exists belongs to it afterwards', async () => {
  const store = await openTestStore();
  await trustAll(store);
  await handIn(store, endorsementKeyOf(device, authorities), { receivedAt: day(2) });
  await handIn(store, baseOf(device, authorities), { receivedAt: day(2) });
  await settle(store, day(3));
  const { id } = await onlyDevice(store);
  const other = await openTestStore();
  await trustAll(other);
  const anonymous = inventoryOf({ ...device, platform: { ...device.platform, serial: '' } });
  const waiting = await handIn(other, anonymous, { receivedAt: day(1), device: id });
  await settle(other, day(1));
  expect((await listUnlinked(other)).items.map(({ submissionId }) => submissionId)).toEqual([waiting.id]);
  await handIn(other, endorsementKeyOf(device, authorities), { receivedAt: day(2) });
  await handIn(other, baseOf(device, authorities), { receivedAt: day(2) });
  await settle(other, day(3));
  expect((await listUnlinked(other)).items).toEqual([]);
  expect((await onlyDevice(other)).lastObservedAt).toBe(day(1).toISOString());
});

test('an unreadable file is kept, told, and holds up nothing', async () => {
  const store = await openTestStore();
  const receipt = await handIn(store, new TextEncoder().encode('{"not": '), { fileName: 'bro\u0000ken.json' });
  await settle(store);
  expect(await findSubmission(store, receipt.id)).toMatchObject({ status: 'unreadable', fileName: 'bro\ufffdken.json' });
  expect((await listUnlinked(store)).items).toMatchObject([{ submissionId: receipt.id, reason: 'unreadable' }]);
});

test('files of another kind and files that break wait apart from each other, when somebody asks so', async () => {
  const store = await openTestStore();
  const broken = await handIn(store, new TextEncoder().encode('{"not": '));
  const picture = await handIn(store, Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a));
  await settle(store);
  const waiting = async (is: 'among' | 'not-among') =>
    (await listUnlinked(store, { refusal: { codes: ['unknown-format'], is } })).items.map(({ submissionId }) => submissionId);
  expect(await waiting('among')).toEqual([picture.id]);
  expect(await waiting('not-among')).toEqual([broken.id]);
});

test('a person links what could not be linked', async () => {
  const store = await openTestStore();
  await trustAll(store);
  await handIn(store, baseOf(device, authorities), { receivedAt: day(2) });
  const nameless = inventoryOf({ ...device, platform: { ...device.platform, serial: 'Not Specified' } });
  const { id: submission } = await handIn(store, nameless, { receivedAt: day(3) });
  await settle(store, day(4));
  const { id } = await onlyDevice(store);
  expect((await listUnlinked(store)).items).toMatchObject([{ reason: 'no-serial' }]);
  await recordStatement(store, {
    kind: 'link',
    device: id,
    submission,
    author: 'operator',
    at: day(4).toISOString(),
    reason: 'seen on the bench',
  });
  await settle(store, day(5));
  expect((await listUnlinked(store)).items).toEqual([]);
  expect((await onlyDevice(store)).lastObservedAt).toBe(day(3).toISOString());
});
