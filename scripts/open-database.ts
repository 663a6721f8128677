import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { dataFolder } from './data-folder.ts';
import { startPostgres } from './postgres.ts';
import { embeddedBinaries } from './postgres-binaries.ts';

/** Line of postmaster.pid that holds the port. */
const PORT_LINE = 3;

/**
 * Does something with this installation's database: the one that DATABASE_URL names, else the embedded one, which is started for
 * the time being when it isn't running.
 */
export async function withDatabase<T>(work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const given = process.env.DATABASE_URL;
  if (given !== undefined && given !== '') return work(given);
  const folder = join(dataFolder(), 'postgres');
  const running = await runningUrl(folder);
  if (running !== undefined) return work(running);
  const started = await startPostgres({ folder, binaries: embeddedBinaries() });
  try {
    return await work(started.url);
  } finally {
    await started.stop();
  }
}

/** Connection string of an embedded database that `npm start` runs right now. */
async function runningUrl(folder: string): Promise<string | undefined> {
  const path = join(folder, 'data', 'postmaster.pid');
  if (!existsSync(path)) return undefined;
  const port = readFileSync(path, 'utf8').split('\n')[PORT_LINE];
  const password = readFileSync(join(folder, 'password'), 'utf8').trim();
  const url = `postgresql://assay:${password}@127.0.0.1:${port}/assay`;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  const answers = await client.connect().then(
    () => true,
    () => false,
  );
  if (!answers) return undefined;
  await client.end();
  return url;
}
