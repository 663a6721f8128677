import { expect, test } from 'vitest';
import type { Store } from '#lib/store/open-store.ts';
import { actsHandedInAgain, devicesOfSubmission, submissionOutcomes } from '#lib/store/submission-outcomes.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { listUnlinked } from '#lib/store/unlinked.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { day } from './testing/live.ts';
import { recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';

const authorities = makeSampleAuthorities();
const [device, other] = [makeSampleDevice(71), makeSampleDevice(72)];
const nameless = inventoryOf({ ...device, platform: { ...device.platform, serial: '' } });

interface Act {
  readonly by: string;
  readonly on?: string;
  readonly may?: readonly string[];
}

async function twoDevices() {
  const store = await openTestStore();
  for (const { certificate } of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, certificate);
  const ids: string[] = [];
  for (const each of [device, other]) {
    for (const bytes of [endorsementKeyOf(each, authorities), baseOf(each, authorities)])
      await handIn(store, bytes, { receivedAt: day(1) });
    await settle(store, day(1));
    const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM device WHERE id <> ALL($1)', [ids]);
    ids.push(rows[0]?.id ?? '');
  }
  let at = 1;
  const give = async ({ by, on, may }: Act, bytes = nameless) => {
    at += 1;
    const given = { submittedBy: by, device: on ?? null, mayAttachTo: may ?? ('any' as const), receivedAt: day(at) };
    const receipt = await handIn(store, bytes, given);
    await settle(store, day(at));
    return receipt;
  };
  return { store, give, ids };
}

const waiting = async (store: Store) => (await listUnlinked(store)).items.map(({ submissionId }) => submissionId);

test('an act that waited leaves the list once the same file was handed in again and stands on a device', async () => {
  const { store, give, ids } = await twoDevices();
  const [id = ''] = ids;
  const first = await give({ by: 'olga' });
  expect(await waiting(store)).toEqual([first.id]);
  expect(await devicesOfSubmission(store.pool, first, 'any')).toEqual([]);
  const again = await give({ by: 'olga', on: id });
  expect(await waiting(store)).toEqual([]);
  expect(await devicesOfSubmission(store.pool, first, 'any')).toEqual([id]);
  const outcomes = await submissionOutcomes(store.pool, [first, again], 'any');
  expect(outcomes.get(first.id)).toEqual({ devices: [id], hasMoreDevices: false, waiting: [], wasHandedInAgain: true });
  expect(outcomes.get(again.id)).toMatchObject({ devices: [id], wasHandedInAgain: false });
});

test('an operator’s act answers an integrator’s, and to who does not see the device nothing of it is told', async () => {
  const { store, give, ids } = await twoDevices();
  const [id = ''] = ids;
  const first = await give({ by: 'ines', may: [] });
  await give({ by: 'olga', on: id });
  expect(await waiting(store)).toEqual([]);
  expect((await listUnlinked(store, { submissionId: first.id, visible: [] })).items).toMatchObject([{ reason: 'not-granted' }]);
  expect(await devicesOfSubmission(store.pool, first, [])).toEqual([]);
  expect((await actsHandedInAgain(store.pool, [first.id], [])).size).toBe(0);
});

test('another person’s act for a device of theirs answers nothing, nor does one for another device than was named', async () => {
  const { store, give, ids } = await twoDevices();
  const [id = '', second = ''] = ids;
  const first = await give({ by: 'ines', may: [] });
  await give({ by: 'ivan', on: second, may: [second] });
  expect(await waiting(store)).toEqual([first.id]);
  const named = await give({ by: 'olga', on: 'd-not-yet' });
  await give({ by: 'olga', on: id });
  expect(await waiting(store)).toEqual([named.id]);
});

test('an act before it, and one that waits itself, answer nothing', async () => {
  const { store, give, ids } = await twoDevices();
  const [id = ''] = ids;
  await give({ by: 'olga', on: id });
  const first = await give({ by: 'olga' });
  const second = await give({ by: 'olga' });
  expect(await waiting(store)).toEqual([second.id, first.id]);
  expect(await devicesOfSubmission(store.pool, first, 'any')).toEqual([]);
});
