import type { UserRow } from '#components/access/user-table.tsx';
import { isRole } from '#lib/auth/rights.ts';
import type { User } from '#lib/store/users.ts';

/** An account as pages show it: never with its password's hash. */
export function userRow({ id, name, role, disabled, mustChangePassword, lastSignInAt }: User): UserRow {
  if (!isRole(role)) throw new Error(`The user ${name} has the role ${role}, which this version does not know.`);
  return { id, name, role, disabled, mustChangePassword, lastSignInAt: lastSignInAt?.toISOString() ?? null };
}
