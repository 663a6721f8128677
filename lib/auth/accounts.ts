import { recordAction } from '#lib/store/audit.ts';
import { findDeviceRecords } from '#lib/store/devices.ts';
import { listGrants, removeGrant, saveGrant } from '#lib/store/grants.ts';
import type { Store } from '#lib/store/open-store.ts';
import { enqueue, inJobTransaction } from '#lib/store/queue.ts';
import { createUser, findUserById, findUserByName, listUsers, setDisabled, setPassword, setRole, type User } from '#lib/store/users.ts';
import { hashPassword, makeOneTimePassword } from './password.ts';
import type { Role } from './rights.ts';

const NAME_FORM = /^[A-Za-z0-9][A-Za-z0-9._-]{1,59}$/;

/** Who does it, and when. */
export interface Act {
  readonly actor: string;
  readonly at: Date;
}

export type AccountRefusal = 'name-taken' | 'name-form' | 'no-such-user' | 'last-administrator';
export type AccountOutcome = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly code: AccountRefusal };
export type PasswordOutcome =
  | { readonly kind: 'done'; readonly name: string; readonly oneTimePassword: string }
  | { readonly kind: 'refused'; readonly code: AccountRefusal };

const refused = (code: AccountRefusal) => ({ kind: 'refused', code }) as const;

/** Makes an account with a one-time password, which is told here and kept nowhere. */
export async function createAccount(store: Store, { name, role }: { name: string; role: Role }, act: Act): Promise<PasswordOutcome> {
  if (!NAME_FORM.test(name)) return refused('name-form');
  if ((await findUserByName(store, name)) !== undefined) return refused('name-taken');
  const oneTimePassword = makeOneTimePassword();
  await createUser(store, { name, role, passwordHash: await hashPassword(oneTimePassword), mustChangePassword: true, at: act.at });
  await recordAction(store.pool, { ...act, action: 'user-created', subject: name, detail: { role } });
  return { kind: 'done', name, oneTimePassword };
}

/** Gives an account a new one-time password; its sessions end. */
export async function resetPassword(store: Store, userId: string, act: Act): Promise<PasswordOutcome> {
  const user = await findUserById(store, userId);
  if (user === undefined) return refused('no-such-user');
  const oneTimePassword = makeOneTimePassword();
  await setPassword(store, { userId, passwordHash: await hashPassword(oneTimePassword), mustChangePassword: true });
  await recordAction(store.pool, { ...act, action: 'password-reset', subject: user.name, detail: {} });
  return { kind: 'done', name: user.name, oneTimePassword };
}

export type AccountChange = { readonly kind: 'role'; readonly role: Role } | { readonly kind: 'disable' } | { readonly kind: 'enable' };

/** Changes the role of an account, or switches it off or on; its sessions end. The last administrator stays. */
export async function changeAccount(store: Store, userId: string, change: AccountChange, act: Act): Promise<AccountOutcome> {
  const user = await findUserById(store, userId);
  if (user === undefined) return refused('no-such-user');
  const staysAdministrator = change.kind === 'enable' || (change.kind === 'role' && change.role === 'administrator');
  if (!staysAdministrator && (await isLastAdministrator(store, user))) return refused('last-administrator');
  if (change.kind === 'role') await setRole(store, userId, change.role);
  else await setDisabled(store, userId, change.kind === 'disable');
  const detail = change.kind === 'role' ? { from: user.role, to: change.role } : {};
  await recordAction(store.pool, { ...act, action: ACTIONS[change.kind], subject: user.name, detail });
  return { kind: 'done' };
}

const ACTIONS = { role: 'role-changed', disable: 'user-disabled', enable: 'user-enabled' } as const;

async function isLastAdministrator(store: Store, user: User): Promise<boolean> {
  if (user.role !== 'administrator' || user.disabled) return false;
  const others = (await listUsers(store)).filter(({ id, role, disabled }) => id !== user.id && role === 'administrator' && !disabled);
  return others.length === 0;
}

export type GrantOutcome =
  | { readonly kind: 'done'; readonly added: number; readonly removed: number }
  | { readonly kind: 'refused'; readonly code: 'no-such-user' }
  | { readonly kind: 'unknown-device'; readonly device: string };

/**
 * Makes these the devices of an integrator: all of them, or nothing when one doesn't exist. What the integrator handed in before is folded again:
 * what waited for a grant links by itself.
 */
export async function replaceGrants(store: Store, userId: string, devices: readonly string[], act: Act): Promise<GrantOutcome> {
  const user = await findUserById(store, userId);
  if (user === undefined) return { kind: 'refused', code: 'no-such-user' };
  const known = new Set((await findDeviceRecords(store.pool, devices)).map(({ id }) => id));
  const device = devices.find((id) => !known.has(id));
  if (device !== undefined) return { kind: 'unknown-device', device };
  const before = await listGrants(store, userId);
  const added = devices.filter((device) => !before.includes(device));
  const removed = before.filter((device) => !devices.includes(device));
  await inJobTransaction(store, async (db) => {
    for (const deviceId of added) await saveGrant(db, { userId, deviceId, grantedBy: act.actor, at: act.at });
    for (const deviceId of removed) await removeGrant(db, { userId, deviceId });
    await recordAction(db, { ...act, action: 'grants-changed', subject: user.name, detail: { added, removed } });
    const changed = [...added, ...removed];
    const data = { grantee: user.name, devices: changed };
    await enqueue(store, db, { queue: 'refold', jobs: changed.length === 0 ? [] : [{ data }] });
  });
  return { kind: 'done', added: added.length, removed: removed.length };
}
