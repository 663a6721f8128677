import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import { openStore, type Store } from '../open-store.ts';

/** A database of its own for the running test, migrated and empty; dropped when the test ends. */
export async function openTestStore(): Promise<Store> {
  const { url, drop } = await makeTestDatabase();
  const store = openStore(url);
  onTestFinished(async () => {
    await store.close();
    await drop();
  });
  return store;
}

/** The database alone, for tests whose processes open it themselves. */
export async function makeTestDatabase(): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> {
  const server = inject('databaseServer');
  const name = `assay_test_${randomBytes(8).toString('hex')}`;
  await command(server, `CREATE DATABASE ${name} TEMPLATE ${inject('templateDatabase')}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => command(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function command(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
