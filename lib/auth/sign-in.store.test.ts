import { expect, test } from 'vitest';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { findUserByName } from '#lib/store/users.ts';
import { changeAccount, createAccount, replaceGrants, resetPassword } from './accounts.ts';
import { sessionPrincipal } from './authenticate.ts';
import { changePassword } from './change-password.ts';
import { accountWaitSeconds, signIn } from './sign-in.ts';
import { endToken, issueToken } from './tokens.ts';

const at = new Date('2026-11-22T12:00:00Z');
const act = { actor: 'admin', at };
let addresses = 0;
/** A new address for each test: the throttle of this process outlives them. */
const newAddress = () => `192.0.2.${++addresses}`;

async function account(store: Store, name: string, role: 'operator' | 'administrator' = 'operator') {
  const outcome = await createAccount(store, { name, role }, act);
  if (outcome.kind !== 'done') throw new Error(outcome.code);
  const user = await findUserByName(store, name);
  if (user === undefined) throw new Error('no user');
  return { ...user, password: outcome.oneTimePassword };
}

test('a one-time password signs in, opens only its own change, and ends with it', async () => {
  const store = await openTestStore();
  const { id, name, password } = await account(store, 'olga');
  const first = await signIn(store, { name, password, address: newAddress(), at });
  if (first.kind !== 'signed-in') throw new Error(first.kind);
  expect((await sessionPrincipal(store, first))?.mustChangePassword).toBe(true);
  const next = 'four words of mine';
  expect(await changePassword(store, { userId: id, current: password, next, at })).toEqual({ kind: 'changed' });
  expect(await sessionPrincipal(store, first)).toBeNull();
  expect((await signIn(store, { name, password, address: newAddress(), at })).kind).toBe('wrong');
  const again = await signIn(store, { name, password: next, address: newAddress(), at });
  if (again.kind !== 'signed-in') throw new Error(again.kind);
  expect(await sessionPrincipal(store, again)).toMatchObject({
    name,
    role: 'operator',
    mustChangePassword: false,
    via: 'session',
    scopes: null,
  });
});

test('a new password is refused when it is short, the same, or when the present one is wrong; and guessing is slowed', async () => {
  const store = await openTestStore();
  const { id, password } = await account(store, 'olga');
  const change = (current: string, next: string) => changePassword(store, { userId: id, current, next, at });
  expect(await change(password, 'short')).toEqual({ kind: 'refused', problem: 'too-short' });
  expect(await change(password, password)).toEqual({ kind: 'refused', problem: 'same' });
  for (let attempt = 0; attempt < 5; attempt += 1) {
    expect(await change('a guess', 'four words of mine')).toEqual({ kind: 'refused', problem: 'wrong-current' });
  }
  expect((await change(password, 'four words of mine')).kind).toBe('throttled');
});

test('unknown names, wrong passwords and disabled accounts are told apart for nobody', async () => {
  const store = await openTestStore();
  const { id, name, password } = await account(store, 'olga');
  await account(store, 'ada', 'administrator');
  expect(await signIn(store, { name: 'nobody', password, address: newAddress(), at })).toEqual({ kind: 'wrong' });
  expect(await signIn(store, { name, password: 'wrong password', address: newAddress(), at })).toEqual({ kind: 'wrong' });
  await changeAccount(store, id, { kind: 'disable' }, act);
  expect(await signIn(store, { name, password, address: newAddress(), at })).toEqual({ kind: 'wrong' });
});

test('after five failures from one address the account waits there, and elsewhere goes on', async () => {
  const store = await openTestStore();
  const { name, password } = await account(store, 'throttled-user');
  const address = newAddress();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    expect((await signIn(store, { name, password: 'wrong password', address, at })).kind).toBe('wrong');
  }
  expect(await signIn(store, { name, password, address, at })).toMatchObject({ kind: 'throttled' });
  expect((await signIn(store, { name, password, address: newAddress(), at })).kind).toBe('signed-in');
  const later = new Date(at.getTime() + 4 * 60_000);
  expect((await signIn(store, { name, password, address, at: later })).kind).toBe('signed-in');
});

test('a name that no account can have is as wrong as any other', async () => {
  const store = await openTestStore();
  for (const name of ['', 'a\0b', 'x'.repeat(10_000)]) {
    expect(await signIn(store, { name, password: 'any password', address: newAddress(), at })).toEqual({ kind: 'wrong' });
  }
});

test('many failures from many addresses make the account itself wait, longer each time', () => {
  const waits = [20, 21, 22, 25, 40, 5000].map((failedSignIns) => accountWaitSeconds({ failedSignIns, lastFailedAt: at }, at));
  expect(waits).toEqual([0, 1, 2, 16, 900, 900]);
});

test('a session ends with the role, with a reset and when the account is switched off', async () => {
  const store = await openTestStore();
  await account(store, 'ada', 'administrator');
  const { id, name, password } = await account(store, 'olga');
  const signedIn = await signIn(store, { name, password, address: newAddress(), at });
  if (signedIn.kind !== 'signed-in') throw new Error(signedIn.kind);
  await changeAccount(store, id, { kind: 'role', role: 'auditor' }, act);
  expect(await sessionPrincipal(store, signedIn)).toBeNull();
  const claims = { userId: id, epoch: signedIn.epoch + 1 };
  expect((await sessionPrincipal(store, claims))?.role).toBe('auditor');
  await resetPassword(store, id, act);
  expect(await sessionPrincipal(store, claims)).toBeNull();
});

test('the last administrator stays', async () => {
  const store = await openTestStore();
  const { id } = await account(store, 'ada', 'administrator');
  expect(await changeAccount(store, id, { kind: 'disable' }, act)).toEqual({ kind: 'refused', code: 'last-administrator' });
  expect(await changeAccount(store, id, { kind: 'role', role: 'operator' }, act)).toEqual({ kind: 'refused', code: 'last-administrator' });
  await account(store, 'alan', 'administrator');
  expect(await changeAccount(store, id, { kind: 'role', role: 'operator' }, act)).toEqual({ kind: 'done' });
});

test('names are taken once, and have a form', async () => {
  const store = await openTestStore();
  await account(store, 'olga');
  expect(await createAccount(store, { name: 'olga', role: 'auditor' }, act)).toEqual({ kind: 'refused', code: 'name-taken' });
  expect(await createAccount(store, { name: '<b>', role: 'auditor' }, act)).toEqual({ kind: 'refused', code: 'name-form' });
});

test('grants name devices that exist, all or none', async () => {
  const store = await openTestStore();
  const { id } = await account(store, 'olga');
  expect(await replaceGrants(store, id, ['no-such-device'], act)).toEqual({ kind: 'unknown-device', device: 'no-such-device' });
  expect(await replaceGrants(store, id, [], act)).toEqual({ kind: 'done', added: 0, removed: 0 });
});

test('in the name of somebody else a token only reads and hands in', async () => {
  const store = await openTestStore();
  const { id } = await account(store, 'olga');
  const scopes = ['fleet.read', 'artifact.submit', 'decision.record', 'link.record', 'statement.withdraw', 'baseline.propose'];
  await issueToken(store, { ownerId: id, name: 'made for her', scopes, days: 1 }, act);
  await issueToken(store, { ownerId: id, name: 'her own', scopes, days: 1 }, { ...act, actor: 'olga' });
  const rows = await store.prisma.apiToken.findMany({ orderBy: { name: 'desc' } });
  expect(rows.map((row) => [...row.scopes].sort())).toEqual([['artifact.submit', 'fleet.read'], [...scopes].sort()]);
});

test('a token is kept as its hash, ends by its owner or an administrator, and everything is logged', async () => {
  const store = await openTestStore();
  const { id } = await account(store, 'olga');
  const other = await account(store, 'oscar');
  expect(await issueToken(store, { ownerId: id, name: ' ', scopes: ['fleet.read'], days: 1 }, act)).toMatchObject({ code: 'bad-name' });
  expect(await issueToken(store, { ownerId: id, name: 'x', scopes: ['anchor.change'], days: 1 }, act)).toMatchObject({ code: 'no-scopes' });
  const made = await issueToken(store, { ownerId: id, name: 'dock', scopes: ['fleet.read', 'decision.approve'], days: 9999 }, act);
  if (made.kind !== 'done') throw new Error(made.code);
  const [row] = await store.prisma.apiToken.findMany();
  expect(row?.scopes).toEqual(['fleet.read']);
  expect(row?.expiresAt?.getTime()).toBe(at.getTime() + 366 * 86_400_000);
  expect(JSON.stringify(row)).not.toContain(made.token.slice(6));
  const token = row?.id ?? '';
  expect(await endToken(store, { id: token, ownerId: other.id }, act)).toBe(false);
  expect(await endToken(store, { id: token, ownerId: id }, act)).toBe(true);
  const log = await store.prisma.auditEntry.findMany();
  expect(log.map(({ action }) => action).sort()).toEqual(['token-created', 'token-revoked', 'user-created', 'user-created']);
  expect(JSON.stringify(log)).not.toContain(made.token.slice(6));
});
