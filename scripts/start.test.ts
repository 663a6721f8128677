import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { findUserByName, setPassword } from '#lib/store/users.ts';
import { firstAdministrator } from './first-administrator.ts';
import { refuseTakenAddress } from './refuse-taken-address.ts';

const host = '127.0.0.1';

/** A port that another program has. */
async function takenPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

test('an address that is taken is told, with what to do, and a free one is left free', async () => {
  const port = await takenPort();
  await expect(refuseTakenAddress({ host, port })).rejects.toThrow(
    /^Port \d+ of 127\.0\.0\.1 is in use .* PORT=\d+\. Nothing was started\.$/,
  );
  const free = await takenPort();
  await expect(refuseTakenAddress({ host: '127.0.0.2', port: free })).resolves.toBeUndefined();
  await expect(refuseTakenAddress({ host: '127.0.0.2', port: free })).resolves.toBeUndefined();
});

test('a port that is no port, and an address of another computer, are refused', async () => {
  for (const port of [Number.NaN, 0, 65_536, 3.5]) await expect(refuseTakenAddress({ host, port })).rejects.toThrow('PORT has to be');
  await expect(refuseTakenAddress({ host: '192.0.2.1', port: await takenPort() })).rejects.toThrow(
    'This computer has no address 192.0.2.1',
  );
});

test('until the first administrator has chosen a password, every start tells how to get in', async () => {
  const store = await openTestStore();
  const start = { at: new Date(), reset: 'npm run reset-password -- admin' };
  expect(await firstAdministrator(store, start)).toMatch(/^Sign in as admin with the one-time password \S+ \(/);
  expect(await firstAdministrator(store, start)).toContain('npm run reset-password -- admin makes a new one');
  const admin = await findUserByName(store, 'admin');
  await setPassword(store, { userId: admin?.id ?? '', passwordHash: 'x', mustChangePassword: false });
  expect(await firstAdministrator(store, start)).toBeUndefined();
});
