import { expect, test } from 'vitest';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { readIssuerPolicy } from '#lib/present/governing-schema.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, deltaOf, endorsementKeyOf, inventoryOf, makeSampleDevice, memoryModule } from '#lib/testing/sample-device.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const authorities = makeSampleAuthorities();
const device = makeSampleDevice(7);
const delta = deltaOf({
  device,
  authorities,
  order: 1,
  components: [{ ...memoryModule('M-77'), status: 'added' }],
  notBefore: '2026-02-01T00:00:00Z',
  issuer: 'integrator',
});
const vendorId = sha256Hex(authorities.vendor.certificate);

async function storeWithDevice(): Promise<Store> {
  const store = await openTestStore();
  for (const { certificate } of [authorities.tpmVendor, authorities.vendor, authorities.integrator]) {
    const base64 = Buffer.from(certificate).toString('base64');
    const anchor = { kind: 'anchor', action: 'add', sha256: sha256Hex(certificate), certificate: base64, label: 'sample' } as const;
    await recordStatement(store, { ...anchor, author: 'admin', at: new Date().toISOString(), reason: 'test' });
  }
  for (const bytes of [baseOf(device, authorities), endorsementKeyOf(device, authorities), delta])
    await handIn(store, bytes, { receivedAt: new Date() });
  await settle(store, new Date());
  return store;
}

const line = { issuer: vendorId, rights: ['delta'], manufacturers: ['Kirin Systems'], reason: 'agreed' };

test('an administrator proposes, everybody who may read sees what it would change, and a token approves nothing', async () => {
  const store = await storeWithDevice();
  const admin = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const proposed = await callApi(store, 'POST /api/v1/issuer-policy', { token: admin, json: line });
  expect([proposed.status, proposed.body.inForce]).toEqual([201, false]);
  const { statement } = proposed.body;
  const table = await callApi(store, 'GET /api/v1/issuer-policy', { token: admin });
  expect(table.body).toMatchObject({ version: null, lines: [], waiting: [{ id: statement, by: 'adam', change: { action: 'add' } }] });
  const auditor = await userWithToken(store, { name: 'audrey', role: 'auditor' });
  const effect = await callApi(store, `GET /api/v1/issuer-policy/${statement}/effect`, { token: auditor });
  const parts = device.components.length;
  expect(effect.body).toMatchObject({ concerned: 1, looked: 1, isCut: false, changes: [{ partsBefore: parts + 1, partsAfter: parts }] });
  const operator = await userWithToken(store, { name: 'olga', role: 'operator' });
  for (const token of [admin, operator]) {
    const approval = await callApi(store, `POST /api/v1/statements/${statement}/approvals`, { token, json: { reason: 'by a script' } });
    expect(approval.status).toBe(403);
  }
});

test('the effect is told in sums and the worst first, a page of devices at a time, of as many as are concerned', async () => {
  const store = await storeWithDevice();
  const other = makeSampleDevice(8);
  const part = { ...memoryModule('M-88'), status: 'added' } as const;
  const added = deltaOf({
    device: other,
    authorities,
    order: 1,
    components: [part],
    notBefore: '2026-02-01T00:00:00Z',
    issuer: 'integrator',
  });
  const held = inventoryOf(other, [...other.components, memoryModule('M-88')]);
  for (const bytes of [baseOf(other, authorities), endorsementKeyOf(other, authorities), added, held])
    await handIn(store, bytes, { receivedAt: new Date() });
  await settle(store, new Date());
  const token = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const { statement } = (await callApi(store, 'POST /api/v1/issuer-policy', { token, json: line })).body;
  const effect = async (query = '') => (await callApi(store, `GET /api/v1/issuer-policy/${statement}/effect${query}`, { token })).body;
  const { changes, ...whole } = await effect();
  expect(whole).toMatchObject({ concerned: 2, isMore: false, looked: 2, isCut: false, next: null });
  expect(whole.sums).toMatchObject([{ before: 'changed-authorized', after: 'changed-unexplained', count: 1 }, { count: 1 }]);
  expect(changes.map(({ after }: { after: string }) => after)).toEqual(whole.sums.map(({ after }: { after: string }) => after));
  // A part that nobody signed for, and the delta that is refused.
  expect(changes[0]).toMatchObject({ reason: expect.stringContaining('M-88'), furtherReasons: 1 });
  const first = await effect('?limit=1');
  expect(first).toMatchObject({ concerned: 2, looked: 1, isCut: true, next: expect.any(String) });
  const second = await effect(`?limit=1&cursor=${first.next}`);
  expect(second).toMatchObject({ concerned: 2, looked: 1, isCut: true, next: null });
  expect([first, second].flatMap((page) => page.changes.map(({ id }: { id: string }) => id)).sort()).toEqual(
    changes.map(({ id }: { id: string }) => id).sort(),
  );
  const elsewhere = Buffer.from(JSON.stringify(['no device'])).toString('base64url');
  const refused = await callApi(store, `GET /api/v1/issuer-policy/${statement}/effect?cursor=${elsewhere}`, { token });
  expect([refused.status, refused.body.detail]).toEqual([400, expect.stringContaining('cursor')]);
});

test('the table as the API gives it is a policy file, and a line ends by the same road', async () => {
  const store = await storeWithDevice();
  const admin = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const { body } = await callApi(store, 'POST /api/v1/issuer-policy', { token: admin, json: line });
  const approve = (statement: string) =>
    recordStatement(store, { kind: 'approval', statement, author: 'olga', at: new Date().toISOString(), reason: 'agreed' });
  await approve(body.statement);
  const table = await callApi(store, 'GET /api/v1/issuer-policy', { token: admin });
  expect(readIssuerPolicy(JSON.parse(JSON.stringify(table.body))).lines).toMatchObject([{ id: body.statement, approvedBy: 'olga' }]);
  expect(table.body.open).not.toContain('delta');
  const end = await callApi(store, `POST /api/v1/issuer-policy/${body.statement}/ends`, {
    token: admin,
    json: { until: null, reason: 'wrong' },
  });
  expect(end.status).toBe(201);
  await approve(end.body.statement);
  expect((await callApi(store, 'GET /api/v1/issuer-policy', { token: admin })).body).toMatchObject({ version: null });
  const nothing = await callApi(store, `GET /api/v1/issuer-policy/${end.body.statement}/effect`, { token: admin });
  expect(nothing.status).toBe(404);
});

test('others than administrators propose nothing, and integrators don’t even read the table', async () => {
  const store = await openTestStore();
  for (const role of ['operator', 'auditor', 'integrator'] as const) {
    const token = await userWithToken(store, { name: role, role });
    expect((await callApi(store, 'POST /api/v1/issuer-policy', { token, json: line })).status).toBe(403);
    expect((await callApi(store, 'GET /api/v1/issuer-policy', { token })).status).toBe(role === 'integrator' ? 403 : 200);
  }
});

test('a line that would not mean what its author thinks is refused with the reason', async () => {
  const store = await storeWithDevice();
  const token = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const problemOf = async (json: object): Promise<string> =>
    (await callApi(store, 'POST /api/v1/issuer-policy', { token, json })).body.detail;
  expect(await problemOf({ ...line, account: 'bob' })).toContain('either an issuer or an account');
  expect(await problemOf({ ...line, rights: ['observation'] })).toContain('an issuer signs');
  expect(await problemOf({ ...line, issuer: '0'.repeat(64) })).toContain('no certificate of an authority with this SHA-256 is at hand');
  expect(await problemOf({ ...line, rights: ['base'], categories: ['memory'] })).toContain('limit delta certificates');
  expect(await problemOf({ ...line, issuer: 'nonsense' })).toContain('the issuer’s certificate: ');
});
