import { expect, test } from 'vitest';
import { ROLES, type Role } from '#lib/auth/rights.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { issuerPolicyLine } from '#lib/present/governing-schema.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { policyLine } from '#lib/testing/device-evidence.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

const alias = { scheme: 'manufacturer', name: 'Micron', means: 'Micron Technology' } as const;
const line = issuerPolicyLine.parse(policyLine({ who: { kind: 'submitter', account: 'collector' }, rights: ['observation'] }));
/** Statements are told apart by what they say: the reason makes each another one. */
const head = (author: string, reason: string) => ({ author, at: new Date().toISOString(), reason });
const PROPOSALS = {
  'manufacturer-alias': (store: Store, author: string, reason: string) =>
    recordStatement(store, { ...head(author, reason), kind: 'manufacturer-alias', change: { action: 'add', line: alias } }),
  'issuer-policy': (store: Store, author: string, reason: string) =>
    recordStatement(store, { ...head(author, reason), kind: 'issuer-policy', change: { action: 'add', line } }),
};
const withdraw = async (store: Store, token: string, id: string): Promise<number> =>
  (await callApi(store, `POST /api/v1/statements/${id}/withdrawals`, { token, json: { reason: 'a slip' } })).status;

/** What each role is told by the API, its own proposal first, then another person's. */
const ANSWERS: Readonly<Record<Role, readonly [own: number, others: number]>> = {
  administrator: [201, 403],
  operator: [201, 409],
  auditor: [403, 403],
  integrator: [403, 403],
};

for (const kind of ['manufacturer-alias', 'issuer-policy'] as const) {
  test(`who proposed a change (${kind}) takes it back by the API, and nobody else does by a token`, async () => {
    const store = await openTestStore();
    for (const role of ROLES) {
      const token = await userWithToken(store, { name: role, role });
      const own = await PROPOSALS[kind](store, role, `own ${role}`);
      const others = await PROPOSALS[kind](store, 'somebody', `others ${role}`);
      const answers = [await withdraw(store, token, own.id), await withdraw(store, token, others.id)];
      expect(answers, role).toEqual(ANSWERS[role]);
    }
  });
}

test('an administrator takes back nothing that two people put into force, and nothing of other kinds', async () => {
  const store = await openTestStore();
  const token = await userWithToken(store, { name: 'adam', role: 'administrator' });
  const { id } = await PROPOSALS['manufacturer-alias'](store, 'adam', 'one company');
  const approval = await recordStatement(store, { ...head('olga', 'agreed'), kind: 'approval', statement: id });
  expect(await withdraw(store, token, id)).toBe(409);
  expect(await withdraw(store, token, approval.id)).toBe(403);
  expect(await withdraw(store, token, '0'.repeat(64))).toBe(404);
});
