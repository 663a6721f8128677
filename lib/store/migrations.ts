import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client, ClientBase } from 'pg';

/** One folder of prisma/migrations. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}
export type MigrationList = readonly Migration[];

/** A database that can't be brought up to date, with what to do about it. */
export class MigrationRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MigrationRefused';
  }
}

/** Any number, the same in every process: one migrates, the others wait. */
const MIGRATION_LOCK = 7_281_997_315;

/** Prisma's own table, so that `prisma migrate deploy` and this runner can take turns. */
const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** The migrations in a folder, in the order of their names. */
export function readMigrations(folder: string): MigrationList {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, sql: readFileSync(join(folder, name, 'migration.sql'), 'utf8') }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Applies what is missing, each migration in a transaction of its own, and returns the names of those applied.
 * @throws MigrationRefused when an applied migration was edited since, failed halfway, or isn't known here
 */
export async function migrate(client: Client, migrations: MigrationList): Promise<readonly string[]> {
  await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
  try {
    await client.query(BOOKKEEPING);
    const applied = await readApplied(client);
    refuseSurprises(applied, migrations);
    const missing = migrations.filter(({ name }) => !applied.has(name));
    for (const migration of missing) await applyOne(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  }
}

interface AppliedRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

async function readApplied(client: ClientBase): Promise<ReadonlyMap<string, AppliedRow>> {
  const sql = 'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL';
  const { rows } = await client.query<AppliedRow>(sql);
  return new Map(rows.map((row) => [row.migration_name, row]));
}

function refuseSurprises(applied: ReadonlyMap<string, AppliedRow>, migrations: MigrationList): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied.values()) {
    const migration = known.get(row.migration_name);
    if (migration === undefined)
      throw new MigrationRefused(
        `The database has the migration "${row.migration_name}", which this version doesn't know. It was made by a newer version: start that one. Nothing was changed.`,
      );
    if (row.finished_at === null)
      throw new MigrationRefused(
        `The migration "${row.migration_name}" began earlier and didn't end. Restore the last backup, or repair the database by hand and set finished_at. Nothing was changed.`,
      );
    if (row.checksum !== checksumOf(migration))
      throw new MigrationRefused(
        `The file of the migration "${row.migration_name}" was edited after it had been applied. Put the file back as it was, and write a new migration instead. Nothing was changed.`,
      );
  }
}

async function applyOne(client: ClientBase, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksumOf(migration), migration.name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

function checksumOf({ sql }: Migration): string {
  return createHash('sha256').update(sql).digest('hex');
}
