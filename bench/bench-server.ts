import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { prepareDatabase } from '#lib/store/prepare-database.ts';
import { startPostgres } from '#scripts/postgres.ts';
import { embeddedBinaries } from '#scripts/postgres-binaries.ts';
import { ROOT } from '#scripts/root.ts';

/** A throw-away PostgreSQL with the settings of an installation: what is committed is on the disk. */
export interface BenchServer {
  readonly folder: string;
  /** Makes an empty, migrated database. @returns its address */
  readonly makeDatabase: (name: string) => Promise<string>;
  /** Says what has to be stopped before the server, however the run ends. */
  readonly beforeEnd: (stop: () => Promise<void>) => void;
  /** Ends the server and removes everything that it wrote. */
  readonly stop: () => Promise<void>;
}

export async function startBenchServer(settings: Readonly<Record<string, string>> = {}): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  // As root, the database runs as nobody, who must be able to enter.
  chmodSync(folder, 0o755);
  const server = await startPostgres({ folder: join(folder, 'postgres'), binaries: embeddedBinaries(), settings });
  const stops: (() => Promise<void>)[] = [];
  return {
    folder,
    beforeEnd: (stop) => void stops.push(stop),
    async makeDatabase(name) {
      await command(server.url, `CREATE DATABASE ${name}`);
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      await prepareDatabase(url.href, ROOT);
      return url.href;
    },
    async stop() {
      for (const stop of stops) await stop();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
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
