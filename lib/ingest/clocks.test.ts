import { expect, test } from 'vitest';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { recordStatement } from './record-statement.ts';
import { recordAnchor } from './testing/record-anchor.ts';
import { handIn, settle } from './testing/settle.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const RECEIVED = new Date('2026-03-01T12:00:05.000Z');
/** The clock of the worker, behind that of the web server. */
const FOLDED = new Date('2026-03-01T12:00:00.000Z');

test('what a clock ahead of the worker received, or dated, is linked before it is settled', async () => {
  const store = await openTestStore();
  for (const { certificate } of [authorities.vendor, authorities.tpmVendor]) await recordAnchor(store, certificate);
  for (const bytes of [endorsementKeyOf(device, authorities), baseOf(device, authorities)]) await handIn(store, bytes);
  await settle(store, FOLDED);
  const { id } = await handIn(store, inventoryOf(device), { receivedAt: RECEIVED });
  await settle(store, FOLDED);
  const { rows } = await store.pool.query<{ id: string; status: string; device: string }>(
    'SELECT s.id, s.status, d.device_id AS device FROM submission s LEFT JOIN device_artifact d ON d.sha256 = s.sha256 WHERE s.id = $1',
    [id],
  );
  expect(rows).toEqual([{ id, status: 'settled', device: expect.stringMatching(/^d-/) }]);
  const of = rows[0]?.device ?? '';
  const assessed = await findAssessed(store, of);
  expect([assessed?.at, assessed?.device.observed?.submission.id]).toEqual([RECEIVED.toISOString(), id]);
  const said = { kind: 'lifecycle' as const, device: of, state: 'received' as const, author: 'olga', reason: 'came in' };
  await recordStatement(store, { ...said, at: new Date(RECEIVED.getTime() + 1000).toISOString() });
  await settle(store, FOLDED);
  expect((await findAssessed(store, of))?.verdict.lifecycle).toBe('received');
});
