import { hashPassword, makeOneTimePassword } from '#lib/auth/password.ts';
import type { Store } from '#lib/store/open-store.ts';
import { countUsers, createUser, findUserByName } from '#lib/store/users.ts';

const ADMINISTRATOR = 'admin';

/**
 * Makes the first account where there is none.
 * @param reset  the command that gives an account a new one-time password
 * @returns how to sign in, as long as the first administrator has chosen no password; a password is told once
 */
export async function firstAdministrator(store: Store, { at, reset }: { at: Date; reset: string }): Promise<string | undefined> {
  if ((await countUsers(store)) > 0) {
    const first = await findUserByName(store, ADMINISTRATOR);
    if (first?.mustChangePassword !== true || first.disabled) return undefined;
    return `Sign in as ${ADMINISTRATOR} with the one-time password that was printed before. Where it is lost, ${reset} makes a new one.`;
  }
  const password = makeOneTimePassword();
  const passwordHash = await hashPassword(password);
  await createUser(store, { name: ADMINISTRATOR, passwordHash, role: 'administrator', mustChangePassword: true, at });
  return `Sign in as ${ADMINISTRATOR} with the one-time password ${password} (you will be asked for a new one).`;
}
