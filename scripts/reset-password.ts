import { hashPassword, makeOneTimePassword } from '#lib/auth/password.ts';
import { recordAction } from '#lib/store/audit.ts';
import { openStore } from '#lib/store/open-store.ts';
import { findUserByName, setPassword } from '#lib/store/users.ts';
import { withDatabase } from './open-database.ts';

const [name] = process.argv.slice(2);
if (name === undefined) {
  console.error('usage: npm run reset-password -- NAME');
  process.exit(64);
}
process.exitCode = await withDatabase((databaseUrl) => reset(databaseUrl, name));

/** Gives an account a new one-time password and ends its sessions. Whoever can run this owns the database anyway. */
async function reset(databaseUrl: string, account: string): Promise<number> {
  const store = openStore(databaseUrl, { connections: 1 });
  try {
    const user = await findUserByName(store, account);
    if (user === undefined) {
      console.error(`There is no account ${account}. Nothing was changed.`);
      return 1;
    }
    const password = makeOneTimePassword();
    await setPassword(store, { userId: user.id, passwordHash: await hashPassword(password), mustChangePassword: true });
    await recordAction(store, { at: new Date(), actor: 'command line', action: 'password-reset', subject: user.id, detail: { name: account } });
    console.log(`${account} signs in with the one-time password ${password} and will be asked for a new one.`);
    return 0;
  } finally {
    await store.close();
  }
}
