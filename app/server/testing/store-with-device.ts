import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';

export const authorities = makeSampleAuthorities();
export const first = makeSampleDevice(7);
export const second = makeSampleDevice(8);

/** Ids of all devices of a store. */
export async function deviceIds(store: Store): Promise<readonly string[]> {
  return (await listFleet(store)).items.map(({ id }) => id);
}

/** A store with one device, all of whose files an operator handed in. */
export async function storeWithDevice(): Promise<{ store: Store; id: string }> {
  const store = await openTestStore();
  for (const bytes of [baseOf(first, authorities), endorsementKeyOf(first, authorities), inventoryOf(first)]) {
    await handIn(store, bytes, { receivedAt: new Date() });
  }
  await settle(store, new Date());
  const [id] = await deviceIds(store);
  if (id === undefined) throw new Error('no device');
  return { store, id };
}
