import { expect, test } from 'vitest';
import { encodeUtf8 } from '#lib/encoding/bytes.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { listFleet } from '#lib/store/fleet.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeEventLog, SMALL_BOOT } from '#lib/testing/event-logs.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(12);
const text = encodeUtf8('a kernel');
const digest = sha256Hex(text);
const bom = JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  components: [{ type: 'firmware', name: 'Kernel', version: '6.1', hashes: [{ alg: 'SHA-256', content: digest.toUpperCase() }] }],
});

/** A device of which a start measured the digest, and a BOM that lists it. */
async function storeWithStart(): Promise<{ readonly store: Store; readonly id: string }> {
  const store = await openTestStore();
  const receivedAt = new Date();
  for (const bytes of [baseOf(device, authorities), endorsementKeyOf(device, authorities), encodeUtf8(bom)])
    await handIn(store, bytes, { receivedAt });
  await settle(store, receivedAt);
  const id = (await listFleet(store)).items[0]?.id ?? '';
  await handIn(store, makeEventLog([...SMALL_BOOT, { pcr: 9, type: 'EV_IPL', data: text, measured: text }]), { receivedAt, device: id });
  await settle(store, receivedAt);
  return { store, id };
}

test('one digest is told with the BOM that lists it and the devices whose starts measured it, to whoever sees reference values', async () => {
  const { store, id } = await storeWithStart();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  const { status, body } = await callApi(store, `GET /api/v1/digests/sha256:${digest.toUpperCase()}`, { token });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    digest,
    sources: [{ by: 'bom', sha256: sha256Hex(encodeUtf8(bom)), describes: 'Kernel 6.1', file: null, trusted: null }],
    furtherSources: false,
    items: [{ deviceId: id, serial: device.platform.serial, pcr: 9, current: true, learned: false }],
    next: null,
  });
  const { digestAnswer } = await import('./schema/digests.ts');
  expect(digestAnswer.safeParse(body).error).toBeUndefined();
  const auditor = await userWithToken(store, { name: 'anna', role: 'auditor' });
  expect((await callApi(store, `GET /api/v1/digests/${digest}`, { token: auditor })).status).toBe(200);
  const integrator = await userWithToken(store, { name: 'ines', role: 'integrator' });
  expect((await callApi(store, `GET /api/v1/digests/${digest}`, { token: integrator })).status).toBe(403);
});

test('what is no digest that is looked up is not found, and a cursor of another list is refused', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'olga', role: 'operator' });
  for (const wrong of ['ab'.repeat(20), 'zz', `${'ab'.repeat(32)}0`])
    expect((await callApi(store, `GET /api/v1/digests/${wrong}`, { token })).status, wrong).toBe(404);
  expect((await callApi(store, `GET /api/v1/digests/${digest}`, { token })).body).toMatchObject({ sources: [], items: [], next: null });
  const cursor = Buffer.from('["a","b","c"]').toString('base64url');
  expect((await callApi(store, `GET /api/v1/digests/${digest}?cursor=${cursor}`, { token })).status).toBe(400);
});

test('a search for a whole digest leads to its page, whatever else has it, and only whoever may see that', async () => {
  const store = await openTestStore();
  const hrefs = async (role: 'operator' | 'integrator', q: string) => {
    const token = await userWithToken(store, { name: `${role} ${q.slice(0, 20)}`, role });
    return (await callApi(store, `GET /api/v1/search?q=${q}`, { token })).body.items.map(({ href }: { readonly href: string }) => href);
  };
  expect(await hrefs('operator', digest.toUpperCase())).toEqual([`/digests/${digest}`]);
  expect(await hrefs('operator', digest.slice(0, 40))).toEqual([]);
  expect(await hrefs('integrator', digest)).toEqual([]);
});
