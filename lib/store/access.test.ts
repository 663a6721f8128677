import { expect, test } from 'vitest';
import { listActions, recordAction } from './audit.ts';
import { listGrants, removeGrant, saveGrant } from './grants.ts';
import type { Store } from './open-store.ts';
import { openTestStore } from './testing/test-database.ts';
import { findTokenByHash, listTokens, recordTokenUse, revokeToken, saveToken } from './tokens.ts';
import { createUser, findUserById, findUserByName, recordFailedSignIn, recordSignIn, setDisabled, setPassword } from './users.ts';

const at = new Date('2026-03-01T00:00:00.000Z');
const later = new Date('2026-03-02T00:00:00.000Z');

const makeUser = (store: Store, name: string) =>
  createUser(store, { name, passwordHash: 'h', role: 'integrator', mustChangePassword: true, at });

test('a name is taken once', async () => {
  const store = await openTestStore();
  const { id } = await makeUser(store, 'ada');
  await expect(makeUser(store, 'ada')).rejects.toThrow();
  expect((await findUserByName(store, 'ada'))?.id).toBe(id);
  expect(await findUserByName(store, 'Ada')).toBeUndefined();
});

test('a new password and a closed account end the sessions that there are', async () => {
  const store = await openTestStore();
  const { id, sessionEpoch } = await makeUser(store, 'ada');
  await setPassword(store, { userId: id, passwordHash: 'n', mustChangePassword: false });
  await setDisabled(store, id, true);
  expect(await findUserById(store, id)).toMatchObject({
    passwordHash: 'n',
    mustChangePassword: false,
    disabled: true,
    sessionEpoch: sessionEpoch + 2,
  });
});

test('failed sign-ins are counted until one succeeds', async () => {
  const store = await openTestStore();
  const { id } = await makeUser(store, 'ada');
  await Promise.all([1, 2, 3].map(() => recordFailedSignIn(store, id, at)));
  expect(await findUserById(store, id)).toMatchObject({ failedSignIns: 3, lastFailedAt: at });
  await recordSignIn(store, id, later);
  expect(await findUserById(store, id)).toMatchObject({ failedSignIns: 0, lastFailedAt: null, lastSignInAt: later });
});

test('a token is found by its hash, and ends once', async () => {
  const store = await openTestStore();
  const { id: userId } = await makeUser(store, 'ada');
  const { id } = await saveToken(store, { name: 'ci', userId, scopes: ['artifact.submit'], hash: 'aa', expiresAt: null, at });
  expect(await findTokenByHash(store, 'aa')).toMatchObject({
    ...{ id, scopes: ['artifact.submit'], lastUsedAt: null, revokedAt: null },
    owner: { id: userId, name: 'ada', disabled: false },
  });
  await recordTokenUse(store, { id, lastUsedAt: null }, later);
  const soonAfter = new Date(later.getTime() + 1000);
  // Told by a row that is at hand, and by one that another request has changed since.
  await recordTokenUse(store, { id, lastUsedAt: later }, soonAfter);
  await recordTokenUse(store, { id, lastUsedAt: null }, soonAfter);
  expect((await findTokenByHash(store, 'aa'))?.lastUsedAt).toEqual(later);
  expect(await revokeToken(store, id, later)).toBe(true);
  expect(await revokeToken(store, id, later)).toBe(false);
  expect(await listTokens(store, userId)).toHaveLength(1);
  expect(await findTokenByHash(store, 'bb')).toBeUndefined();
});

test('a grant is given once and taken back once', async () => {
  const store = await openTestStore();
  const { id: userId } = await makeUser(store, 'ada');
  for (const deviceId of ['d-2', 'd-1', 'd-1']) await saveGrant(store.pool, { userId, deviceId, grantedBy: 'admin', at });
  expect(await listGrants(store, userId)).toEqual(['d-1', 'd-2']);
  expect(await removeGrant(store.pool, { userId, deviceId: 'd-1' })).toBe(true);
  expect(await removeGrant(store.pool, { userId, deviceId: 'd-1' })).toBe(false);
  expect(await listGrants(store, userId)).toEqual(['d-2']);
});

test('the log pages from the newest to the oldest, by person and by subject', async () => {
  const store = await openTestStore();
  for (let minute = 0; minute < 5; minute += 1) {
    const actor = minute % 2 === 0 ? 'ada' : 'bob';
    await recordAction(store, {
      at: new Date(at.getTime() + minute * 60_000),
      actor,
      action: 'user.created',
      subject: 'x\u0000y',
      detail: { minute },
    });
  }
  const first = await listActions(store, { limit: 3 });
  const second = await listActions(store, { limit: 3, ...(first.nextCursor === null ? {} : { cursor: first.nextCursor }) });
  expect([...first.items, ...second.items].map(({ detail }) => detail.minute)).toEqual([4, 3, 2, 1, 0]);
  expect(second.nextCursor).toBeNull();
  expect((await listActions(store, { actor: 'bob' })).items).toHaveLength(2);
  expect((await listActions(store, { subject: 'x\ufffdy' })).items).toHaveLength(5);
});
