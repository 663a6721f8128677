import { expect, test } from 'vitest';
import { ROLES } from '#lib/auth/rights.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { authorities, device, enroll, inStore, iso, trust } from '#lib/ingest/testing/enrolled.ts';
import { day } from '#lib/ingest/testing/live.ts';
import { settle } from '#lib/ingest/testing/settle.ts';
import { listFleet } from '#lib/store/fleet.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const ROUTE = '/api/v1/attestation-policy';
const line = { manufacturers: [device.platform.manufacturer], requireSecureBoot: true, reason: 'agreed with security' };

test('who proposes, who reads, and who only asks: every role', async () => {
  const store = await openTestStore();
  for (const role of ROLES) {
    const token = await userWithToken(store, { name: role, role });
    const proposed = await callApi(store, `POST ${ROUTE}`, { token, json: line });
    expect(proposed.status, role).toBe(role === 'administrator' ? 201 : 403);
    expect((await callApi(store, `GET ${ROUTE}`, { token })).status, role).toBe(role === 'integrator' ? 403 : 200);
    const { waiting } = (
      await callApi(store, `GET ${ROUTE}`, { token: await userWithToken(store, { name: `a-${role}`, role: 'auditor' }) })
    ).body;
    const id = waiting[0]?.id ?? 'ab'.repeat(32);
    const end = await callApi(store, `POST ${ROUTE}/${id}/ends`, { token, json: { until: null, reason: 'wrong' } });
    expect(end.status, role).toBe(role === 'administrator' ? 201 : 403);
    const effect = await callApi(store, `GET ${ROUTE}/${id}/effect`, { token });
    expect(effect.status === 403, role).toBe(role === 'integrator');
  }
});

test('a line that asks for nothing, and a PCR that no challenge asks for, are refused with the reason', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const problemOf = async (json: object): Promise<string> => JSON.stringify((await callApi(store, `POST ${ROUTE}`, { token, json })).body);
  expect(await problemOf({ ...line, requireSecureBoot: false })).toContain('a line has to ask for something');
  expect(await problemOf({ ...line, requiredPcrs: [11] })).toContain('a challenge does not ask for this PCR');
});

test('a line shows what it would change, changes nothing until another person approves it, and then makes its devices stand out', async () => {
  await inStore(async (store) => {
    await trust(store, authorities.vendor, authorities.tpmVendor);
    await enroll(store);
    const token = await userWithToken(store, { name: 'adam', role: 'administrator' });
    const { statement } = (await callApi(store, `POST ${ROUTE}`, { token, json: line })).body;
    await settle(store, day(4));
    const standing = async () => (await listFleet(store)).items.map(({ trust: word, attestation }) => [word, attestation]);
    expect(await standing()).toEqual([['verified', 'no-key']]);
    const { body } = await callApi(store, `GET ${ROUTE}/${statement}/effect`, { token });
    expect(body).toMatchObject({
      ...{ concerned: 1, looked: 1, isCut: false, next: null },
      sums: [{ after: 'incomplete-evidence', count: 1 }],
      changes: [{ after: 'incomplete-evidence' }],
    });
    await expect(recordStatement(store, { kind: 'approval', statement, author: 'adam', at: iso(5), reason: 'mine' })).rejects.toMatchObject(
      { code: 'own-statement' },
    );
    const at = new Date().toISOString();
    await recordStatement(store, { kind: 'approval', statement, author: 'olga', at, reason: 'agreed' });
    await settle(store, day(6));
    expect(await standing()).toEqual([['incomplete-evidence', 'policy-unmet']]);
    expect((await callApi(store, `GET ${ROUTE}`, { token })).body).toMatchObject({
      version: expect.any(String),
      lines: [{ id: statement, approvedBy: 'olga', line: { requireSecureBoot: true, freshnessDays: null } }],
      waiting: [],
    });
  });
});
