import { randomUUID } from 'node:crypto';
import type { User } from './generated/client.ts';
import type { Store } from './open-store.ts';

export type { User } from './generated/client.ts';

export interface NewUser {
  readonly name: string;
  readonly email?: string | null;
  readonly passwordHash: string;
  readonly role: string;
  readonly mustChangePassword: boolean;
  readonly at: Date;
}

/** @throws Prisma's P2002 when the name is taken */
export async function createUser(store: Store, { at, ...user }: NewUser): Promise<User> {
  return store.prisma.user.create({ data: { ...user, id: randomUUID(), email: user.email ?? null, createdAt: at } });
}

export async function findUserByName(store: Store, name: string): Promise<User | undefined> {
  return (await store.prisma.user.findUnique({ where: { name } })) ?? undefined;
}

export async function findUserById(store: Store, id: string): Promise<User | undefined> {
  return (await store.prisma.user.findUnique({ where: { id } })) ?? undefined;
}

/** All accounts, by name. An installation has tens, not thousands. */
export async function listUsers(store: Store): Promise<readonly User[]> {
  return store.prisma.user.findMany({ orderBy: { name: 'asc' } });
}

export async function countUsers(store: Store): Promise<number> {
  return store.prisma.user.count();
}

/** Sets a password and ends all older sessions. */
export async function setPassword(
  store: Store,
  { userId, passwordHash, mustChangePassword }: { userId: string; passwordHash: string; mustChangePassword: boolean },
): Promise<void> {
  const data = { passwordHash, mustChangePassword, failedSignIns: 0, lastFailedAt: null, sessionEpoch: { increment: 1 } };
  await store.prisma.user.update({ where: { id: userId }, data });
}

/** Closes or opens an account; its sessions end. */
export async function setDisabled(store: Store, userId: string, disabled: boolean): Promise<void> {
  await store.prisma.user.update({ where: { id: userId }, data: { disabled, sessionEpoch: { increment: 1 } } });
}

/** Gives an account another role; its sessions end. */
export async function setRole(store: Store, userId: string, role: string): Promise<void> {
  await store.prisma.user.update({ where: { id: userId }, data: { role, sessionEpoch: { increment: 1 } } });
}

export async function recordFailedSignIn(store: Store, userId: string, at: Date): Promise<void> {
  await store.prisma.user.update({ where: { id: userId }, data: { failedSignIns: { increment: 1 }, lastFailedAt: at } });
}

export async function recordSignIn(store: Store, userId: string, at: Date): Promise<void> {
  await store.prisma.user.update({ where: { id: userId }, data: { failedSignIns: 0, lastFailedAt: null, lastSignInAt: at } });
}
