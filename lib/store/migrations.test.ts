import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from './migrations.ts';
import { makeTestDatabase } from './testing/test-database.ts';

const MADE = { name: '9001_made', sql: 'CREATE TABLE made (id INT PRIMARY KEY)' };

async function connected(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

/** A database of its own whose own migrations are forgotten, so that a test brings its own. */
async function emptyDatabase(): Promise<{ readonly url: string; readonly client: Client }> {
  const { url, drop } = await makeTestDatabase();
  const client = await connected(url);
  await client.query('DELETE FROM _prisma_migrations');
  onTestFinished(async () => {
    await client.end();
    await drop();
  });
  return { url, client };
}

test('what is missing is applied once, in order', async () => {
  const { client } = await emptyDatabase();
  const second = { name: '9002_more', sql: 'ALTER TABLE made ADD COLUMN more TEXT' };
  expect(await migrate(client, [MADE])).toEqual(['9001_made']);
  expect(await migrate(client, [MADE, second])).toEqual(['9002_more']);
  expect(await migrate(client, [MADE, second])).toEqual([]);
});

test('two that start at the same moment apply each migration once', async () => {
  const { url, client } = await emptyDatabase();
  const other = await connected(url);
  const applied = await Promise.all([migrate(client, [MADE]), migrate(other, [MADE])]);
  await other.end();
  expect(applied.flat()).toEqual(['9001_made']);
});

test('a migration that fails leaves nothing of it behind', async () => {
  const { client } = await emptyDatabase();
  await expect(migrate(client, [{ name: '9001_bad', sql: 'CREATE TABLE half (id INT); SELECT broken' }])).rejects.toThrow('broken');
  expect((await client.query("SELECT to_regclass('half') AS half")).rows).toEqual([{ half: null }]);
  expect(await migrate(client, [MADE])).toEqual(['9001_made']);
});

test('a migration that was edited after it was applied is refused', async () => {
  const { client } = await emptyDatabase();
  await migrate(client, [MADE]);
  await expect(migrate(client, [{ ...MADE, sql: `${MADE.sql} ` }])).rejects.toThrow('was edited after');
});

test('a database of a newer version is left alone', async () => {
  const { client } = await emptyDatabase();
  await migrate(client, [MADE]);
  await expect(migrate(client, [])).rejects.toThrow('made by a newer version');
});
