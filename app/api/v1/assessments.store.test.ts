import { expect, test } from 'vitest';
import { ROLES } from '#lib/auth/rights.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(14);

/** A device of which two things were said: first without its EK certificate, then with it. */
async function storeWithTwo(): Promise<{ readonly store: Store; readonly id: string }> {
  const store = await openTestStore();
  for (const bytes of [baseOf(device, authorities), endorsementKeyOf(device, authorities)]) {
    const receivedAt = new Date();
    await handIn(store, bytes, { receivedAt });
    await settle(store, receivedAt);
  }
  return { store, id: (await listFleet(store)).items[0]?.id ?? '' };
}

test('what was said of a device stays readable, the newest first, by pages', async () => {
  const { store, id } = await storeWithTwo();
  const token = await userWithToken(store, { name: 'anna', role: 'auditor' });
  const { status, body } = await callApi(store, `GET /api/v1/devices/${id}/assessments`, { token });
  expect(status).toBe(200);
  const { items, next } = JSON.parse(JSON.stringify(body));
  expect(items).toHaveLength(2);
  expect(next).toBeNull();
  expect(Date.parse(items[0].at)).toBeGreaterThan(Date.parse(items[1].at));
  expect(items[0].reasons).not.toEqual(items[1].reasons);
  const { assessment } = await import('./schema/devices.ts');
  for (const item of items) expect(assessment.strict().safeParse(item).error).toBeUndefined();
  const first = await callApi(store, `GET /api/v1/devices/${id}/assessments?limit=1`, { token });
  const second = await callApi(store, `GET /api/v1/devices/${id}/assessments?limit=1&cursor=${first.body.next}`, { token });
  expect([first.body.items, second.body.items]).toEqual([[items[0]], [items[1]]]);
});

test('whoever may not see the device does not learn that anything was said of it', async () => {
  const { store, id } = await storeWithTwo();
  for (const role of ROLES) {
    const token = await userWithToken(store, { name: role, role });
    const { status } = await callApi(store, `GET /api/v1/devices/${id}/assessments`, { token });
    const seen = await callApi(store, `GET /api/v1/devices/${id}`, { token });
    expect(status, role).toBe(seen.status);
  }
  expect((await callApi(store, `GET /api/v1/devices/${id}/assessments`, { token: 'of-nobody' })).status).toBe(401);
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  expect((await callApi(store, 'GET /api/v1/devices/d-none/assessments', { token })).status).toBe(404);
});
