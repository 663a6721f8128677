import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '#scripts/postgres.ts';
import { embeddedBinaries } from '#scripts/postgres-binaries.ts';
import { prepareDatabase } from '../prepare-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server where tests may make databases. */
    databaseServer: string;
    /** The migrated database that each test's own is a copy of. */
    templateDatabase: string;
  }
}

/** One server for the whole run: TEST_DATABASE_URL when it is set, else a throw-away embedded one. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const folder = mkdtempSync(join(tmpdir(), 'assay-test-'));
  const server =
    given === undefined
      ? await startPostgres({ folder, binaries: embeddedBinaries(), settings: { fsync: 'off', max_connections: '200' } })
      : undefined;
  const url = given ?? server?.url ?? '';
  const template = `assay_template_${process.pid}_${Date.now()}`;
  await command(url, `CREATE DATABASE ${template}`);
  await prepareDatabase(withDatabase(url, template), process.cwd());
  provide('databaseServer', url);
  provide('templateDatabase', template);
  return async () => {
    await command(url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`).catch(() => undefined);
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
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

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
