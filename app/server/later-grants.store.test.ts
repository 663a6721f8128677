import { expect, test } from 'vitest';
import { replaceGrants } from '#lib/auth/accounts.ts';
import { askDevice } from '#lib/ingest/ask-device.ts';
import { recordAnchor } from '#lib/ingest/testing/record-anchor.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { listUnlinked } from '#lib/store/unlinked.ts';
import { createUser } from '#lib/store/users.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(61);
const day = (number: number): Date => new Date(Date.UTC(2026, 2, number));

async function waitingForGrant() {
  const store = await openTestStore();
  for (const { certificate } of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, certificate);
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities)])
    await handIn(store, bytes, { receivedAt: day(1), submittedBy: 'olga' });
  await settle(store, day(1));
  const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM device');
  const id = rows[0]?.id ?? '';
  const { id: userId } = await createUser(store, {
    ...{ name: 'ines', role: 'integrator', passwordHash: 'none', mustChangePassword: false, at: day(1) },
  });
  await handIn(store, inventoryOf(device), { receivedAt: day(2), submittedBy: 'ines', mayAttachTo: [] });
  await settle(store, day(2));
  const grant = async (devices: readonly string[], at: Date) => {
    await replaceGrants(store, userId, devices, { actor: 'adam', at });
    await settle(store, at);
  };
  return { store, id, grant };
}

const reasons = async (store: Store) => (await listUnlinked(store)).items.map(({ reason }) => reason);

test('what waited for a grant links by itself once it is given, and waits again once it is taken back', async () => {
  const { store, id, grant } = await waitingForGrant();
  expect(await reasons(store)).toEqual(['not-granted']);
  await grant([id], day(3));
  expect(await reasons(store)).toEqual([]);
  const observed = async (knownAt?: Date) => {
    const answer = await askDevice(store, id, {
      asOf: day(4).toISOString(),
      ...(knownAt === undefined ? {} : { knownAt: knownAt.toISOString() }),
    });
    return answer?.device.observed !== null;
  };
  expect([await observed(), await observed(day(2))]).toEqual([true, false]);
  await grant([], day(5));
  expect(await reasons(store)).toEqual(['not-granted']);
});

test('what came in under a grant stays when it is taken back', async () => {
  const { store, id, grant } = await waitingForGrant();
  await grant([id], day(3));
  const again = await handIn(store, inventoryOf(device), { receivedAt: day(4), submittedBy: 'ines', mayAttachTo: [id] });
  await settle(store, day(4));
  await grant([], day(5));
  expect((await listUnlinked(store)).items.map(({ submissionId }) => submissionId)).not.toContain(again.id);
});
