import { resetPassword } from '#lib/auth/accounts.ts';
import { openStore } from '#lib/store/open-store.ts';
import { findUserByName } from '#lib/store/users.ts';
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
    const outcome = user === undefined ? undefined : await resetPassword(store, user.id, { actor: 'command line', at: new Date() });
    if (outcome?.kind !== 'done') {
      console.error(`There is no account ${account}. Nothing was changed.`);
      return 1;
    }
    console.log(`${account} signs in with the one-time password ${outcome.oneTimePassword} and will be asked for a new one.`);
    return 0;
  } finally {
    await store.close();
  }
}
