import { sha256Hex } from '#lib/encoding/digest.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { recordStatement } from '../record-statement.ts';
import { RENAMED } from './histories.ts';
import { day } from './live.ts';
import { handIn, settle } from './settle.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const renamed = device.components.map((part) => (part.manufacturer === 'Tamba Memory' ? { ...part, manufacturer: RENAMED } : part));

/** One device whose inventory, of 2 March 2026, writes a manufacturer otherwise than its certificate. */
export async function storeWithRenamedParts(): Promise<Store> {
  const store = await openTestStore();
  for (const { certificate } of [authorities.tpmVendor, authorities.vendor]) {
    const base64 = Buffer.from(certificate).toString('base64');
    const anchor = { kind: 'anchor', action: 'add', sha256: sha256Hex(certificate), certificate: base64, label: 'sample' } as const;
    await recordStatement(store, { ...anchor, author: 'admin', at: day(1).toISOString(), reason: 'test' });
  }
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities), inventoryOf(device, renamed)])
    await handIn(store, bytes, { receivedAt: day(2) });
  await settle(store, day(3));
  return store;
}
