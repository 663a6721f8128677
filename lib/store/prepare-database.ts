import { join } from 'node:path';
import { Client } from 'pg';
import { migrate, readMigrations } from './migrations.ts';
import { openStore } from './open-store.ts';
import { prepareQueues } from './queue.ts';

/**
 * Brings a database up to date: our tables, then the queue's. Returns the names of the migrations that were applied.
 * @throws MigrationRefused
 */
export async function prepareDatabase(databaseUrl: string, projectFolder: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  let applied: readonly string[];
  try {
    applied = await migrate(client, readMigrations(join(projectFolder, 'prisma', 'migrations')));
  } finally {
    await client.end();
  }
  const store = openStore(databaseUrl, { connections: 2 });
  try {
    await prepareQueues(store);
  } finally {
    await store.close();
  }
  return applied;
}
