import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { traceDocument } from '#lib/present/trace-document.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleFleet } from '#lib/testing/sample-fleet.ts';
import { exportEvidence } from './export-evidence.ts';
import { recordStatement } from './record-statement.ts';
import { handIn, settle } from './testing/settle.ts';
import { traceEvidence } from './testing/trace-evidence.ts';

const NOW = '2026-06-01T00:00:00.000Z';
const before = (days: number) => new Date(Date.parse(NOW) - days * 86_400_000);

/** Every eighth sample device acts out a story; one of the plain ones is enough. */
async function feedStories(store: Store): Promise<number> {
  const { authorities, stories } = makeSampleFleet({ count: 104, now: NOW });
  let told = 0;
  for (const { story, submissions } of stories) {
    if (story === 'as it was built' && told > 0) continue;
    told += 1;
    for (const { bytes, daysAgo, fileName, role, submittedBy } of submissions) {
      await handIn(store, bytes, { fileName, role, submittedBy, receivedAt: before(daysAgo) });
    }
  }
  for (const authority of [authorities.tpmVendor, authorities.vendor, authorities.integrator]) {
    await recordStatement(store, {
      kind: 'anchor',
      action: 'add',
      sha256: sha256Hex(authority.certificate),
      certificate: Buffer.from(authority.certificate).toString('base64'),
      label: 'sample',
      author: 'admin',
      at: before(300).toISOString(),
      reason: 'test',
    });
  }
  await settle(store, new Date(NOW));
  return told;
}

test('tracing the downloaded evidence of a device gives the verdict, findings and timeline of the server', {
  timeout: 300_000,
}, async () => {
  const store = await openTestStore();
  const told = await feedStories(store);
  const { items } = await listFleet(store, { limit: 100 });
  // One story is an HBOM alone, which forms no device.
  expect(items.length).toBe(told - 1);
  for (const { id } of items) {
    const served = await findAssessed(store, id);
    const exported = await exportEvidence(store, id, new Date(NOW));
    if (served === undefined || exported === undefined) throw new Error(`${id} has no evidence`);
    const { devices } = await traceEvidence(await buffer(exported.stream));
    const [expected] = JSON.parse(JSON.stringify(traceDocument({ assessed: [served], unlinked: [] }))).devices;
    expect(devices).toContainEqual(expected);
  }
});

test('there is no evidence of a device that does not exist', async () => {
  expect(await exportEvidence(await openTestStore(), 'd-nothing', new Date(NOW))).toBeUndefined();
});
