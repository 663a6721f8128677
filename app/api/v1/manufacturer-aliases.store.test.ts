import { expect, test } from 'vitest';
import { ROLES } from '#lib/auth/rights.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { RENAMED } from '#lib/ingest/testing/histories.ts';
import { storeWithRenamedParts } from '#lib/ingest/testing/renamed-parts.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const ROUTE = '/api/v1/manufacturer-aliases';
const alias = { name: 'Micron', means: 'Micron Technology', reason: 'one company' };

test('an administrator proposes, another person approves, no token does, and the alias ends by the same road', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const proposed = await callApi(store, `POST ${ROUTE}`, { token, json: alias });
  expect([proposed.status, proposed.body.inForce]).toEqual([201, false]);
  const { statement } = proposed.body;
  const waiting = await callApi(store, `GET ${ROUTE}`, { token });
  expect(waiting.body).toMatchObject({ version: null, lines: [], waiting: [{ id: statement, by: 'adam', change: { action: 'add' } }] });
  const operator = await userWithToken(store, { name: 'olga', role: 'operator' });
  const byToken = await callApi(store, `POST /api/v1/statements/${statement}/approvals`, { token: operator, json: { reason: 'script' } });
  expect(byToken.status).toBe(403);
  const approve = (id: string) =>
    recordStatement(store, { kind: 'approval', statement: id, author: 'olga', at: new Date().toISOString(), reason: 'agreed' });
  await approve(statement);
  const line = { scheme: 'manufacturer', name: 'Micron', means: 'Micron Technology' };
  const inForce = await callApi(store, `GET ${ROUTE}`, { token });
  expect(inForce.body).toMatchObject({ version: expect.any(String), lines: [{ id: statement, line, approvedBy: 'olga' }], waiting: [] });
  const end = await callApi(store, `POST ${ROUTE}/${statement}/ends`, { token, json: { until: null, reason: 'wrong' } });
  expect(end.status).toBe(201);
  await approve(end.body.statement);
  expect((await callApi(store, `GET ${ROUTE}`, { token })).body).toMatchObject({ version: null });
});

test('others than administrators propose nothing, and integrators don’t even read the table', async () => {
  const store = await openTestStore();
  for (const role of ['operator', 'auditor', 'integrator'] as const) {
    const token = await userWithToken(store, { name: role, role });
    expect((await callApi(store, `POST ${ROUTE}`, { token, json: alias })).status).toBe(403);
    expect((await callApi(store, `GET ${ROUTE}`, { token })).status).toBe(role === 'integrator' ? 403 : 200);
  }
});

test('names that are equal anyway, and placeholders, are refused with the reason', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const problemOf = async (json: object): Promise<string> => (await callApi(store, `POST ${ROUTE}`, { token, json })).body.detail;
  expect(await problemOf({ ...alias, means: ' MICRON' })).toContain('equal already');
  expect(await problemOf({ ...alias, means: 'To Be Filled By O.E.M.' })).toContain('a placeholder is no name');
});

test('everybody who may read the table sees what a waiting alias would change; others don’t, and there is nothing else to see', async () => {
  const store = await storeWithRenamedParts();
  const adam = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const json = { name: 'Tamba Memory', means: RENAMED, reason: 'one company' };
  const { body } = await callApi(store, `POST ${ROUTE}`, { token: adam, json });
  for (const role of ROLES) {
    const token = await userWithToken(store, { name: role, role });
    const effect = await callApi(store, `GET ${ROUTE}/${body.statement}/effect`, { token });
    expect(effect.status, role).toBe(role === 'integrator' ? 403 : 200);
    if (role === 'integrator') continue;
    expect(effect.body).toMatchObject({ looked: 1, isCut: false, changes: [{ differencesAfter: 0 }] });
    expect(effect.body.changes[0].differencesBefore).toBeGreaterThan(0);
  }
  const other = await callApi(store, `POST ${ROUTE}`, { token: adam, json: { ...json, means: 'Tamba Semi' } });
  const none = await callApi(store, `GET ${ROUTE}/${other.body.statement}/effect`, { token: adam });
  expect(none.body).toMatchObject({ looked: 1, changes: [] });
  expect((await callApi(store, `GET /api/v1/issuer-policy/${body.statement}/effect`, { token: adam })).status).toBe(404);
});
