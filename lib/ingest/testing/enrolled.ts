import { sha256Hex } from '#lib/encoding/digest.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { makeTestDatabase } from '#lib/store/testing/test-database.ts';
import { makeRevocationList, type RevocationListDescription } from '#lib/testing/revocations.ts';
import { makeSampleAuthorities, type SampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, baseSerial, endorsementKeyOf, inventoryOf, makeSampleDevice, type SampleDevice } from '#lib/testing/sample-device.ts';
import { day } from './live.ts';
import { handIn, settle } from './settle.ts';

// A device that verifies in a store of its own, for tests of what takes that away.

export const authorities: SampleAuthorities = makeSampleAuthorities();
export const device: SampleDevice = makeSampleDevice(7);
export const iso = (number: number): string => day(number).toISOString();

/** A store with a database of its own. */
export async function inStore(work: (store: Store) => Promise<void>): Promise<void> {
  const { url, drop } = await makeTestDatabase();
  const store = openStore(url);
  try {
    await work(store);
  } finally {
    await store.close();
    await drop();
  }
}

/** Makes certificates anchors on day 1. */
export async function trust(store: Store, ...trusted: readonly { readonly certificate: Uint8Array }[]): Promise<void> {
  for (const { certificate } of trusted) {
    const base64 = Buffer.from(certificate).toString('base64');
    const sha256 = sha256Hex(certificate);
    const said = { kind: 'anchor', action: 'add', sha256, certificate: base64, label: sha256.slice(0, 8) } as const;
    await recordStatement(store, { ...said, author: 'ann', at: iso(1), reason: 'because' });
  }
}

/** A device that verifies: EK, base and inventory on day 2. @returns its id */
export async function enroll(store: Store, which = device, issuers = authorities): Promise<string> {
  const files = [endorsementKeyOf(which, issuers), baseOf(which, issuers), inventoryOf(which)];
  for (const bytes of files) await handIn(store, bytes, { receivedAt: day(2) });
  await settle(store, day(3));
  const { rows } = await store.pool.query<{ id: string }>(
    'SELECT d.id FROM device d JOIN device_key k ON k.device_id = d.id WHERE k.key LIKE $1',
    [`platform-cert:%|${baseSerial(which)}`],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the device was not formed');
  return row.id;
}

/** A list of day 9, in date until day 19. */
export const listBy = (authority: RevocationListDescription['authority'], over: Partial<RevocationListDescription> = {}): Uint8Array =>
  makeRevocationList({ authority, thisUpdate: iso(9), nextUpdate: iso(19), number: 1, ...over });

/** What the store says of a device. */
export async function told(store: Store, id: string) {
  const assessed = await findAssessed(store, id);
  if (assessed === undefined) throw new Error(`${id} has no answer`);
  return { trust: assessed.verdict.trust, rules: assessed.findings.map(({ rule }) => rule), assessed };
}
