import { hashPassword } from '#lib/auth/password.ts';
import type { Role } from '#lib/auth/rights.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { saveGrant } from '#lib/store/grants.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { createUser, findUserByName } from '#lib/store/users.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';

/** Who acts in the stories. Each has one role; two operators, because some decisions need two people. */
export const PEOPLE = {
  olivia: 'operator',
  otto: 'operator',
  audrey: 'auditor',
  adam: 'administrator',
} as const satisfies Record<string, Role>;
export type Person = keyof typeof PEOPLE;

/** Every account of the stories has this password. */
export const PASSWORD = 'correct horse battery staple';

/** Opens the database of the running app for one piece of work. */
export async function withStore<T>(databaseUrl: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(databaseUrl, { connections: 4 });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Makes the accounts that all stories share. */
export async function addPeople(store: Store): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD);
  for (const [name, role] of Object.entries(PEOPLE)) {
    await createUser(store, { name, role, passwordHash, mustChangePassword: false, at: new Date() });
  }
}

/** Makes an integrator for one story, with the devices that an administrator granted. */
export async function addIntegrator(store: Store, name: string, devices: readonly string[] = []): Promise<void> {
  const passwordHash = await hashPassword(PASSWORD);
  await createUser(store, { name, role: 'integrator', passwordHash, mustChangePassword: false, at: new Date() });
  for (const device of devices) await grant(store, name, device);
}

/** Lets an integrator read and submit for a device. */
export async function grant(store: Store, name: string, deviceId: string): Promise<void> {
  const user = await findUserByName(store, name);
  if (user === undefined) throw new Error(`there is no user ${name}`);
  await saveGrant(store.pool, { userId: user.id, deviceId, grantedBy: 'adam', at: new Date() });
}

/** Trusts the vendors and the integrator of the samples; nobody trusts `stranger`. */
export async function trustSampleAuthorities(store: Store): Promise<void> {
  const authorities = makeSampleAuthorities();
  for (const name of ['tpmVendor', 'vendor', 'integrator'] as const) {
    const { certificate } = authorities[name];
    await recordStatement(store, {
      kind: 'anchor',
      action: 'add',
      sha256: sha256Hex(certificate),
      certificate: Buffer.from(certificate).toString('base64'),
      label: `Sample: ${name}`,
      author: 'adam',
      at: new Date(Date.now() - 365 * 86_400_000).toISOString(),
      reason: 'A made-up authority of the samples',
    });
  }
}
