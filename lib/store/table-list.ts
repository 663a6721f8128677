import type { Queryable } from './sql.ts';

/** A table of ours with its columns in order, as backups name them. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
}

/** All tables of ours, by name. The queue's are not among them: what waited is asked for again after a restore. */
export async function listTables(db: Queryable): Promise<readonly Table[]> {
  const { rows } = await db.query<{ name: string; columns: string[] }>(
    `SELECT c.table_name AS name, array_agg(c.column_name::text ORDER BY c.ordinal_position) AS columns
       FROM information_schema.columns c
       JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
      WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name <> '_prisma_migrations' AND c.is_generated = 'NEVER'
      GROUP BY c.table_name ORDER BY c.table_name`,
  );
  return rows;
}

/** `"name" ("column", …)`, quoted. */
export function copyTarget({ name, columns }: Table): string {
  return `${quoted(name)} (${columns.map(quoted).join(', ')})`;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Names and checksums of the migrations that made these tables: a backup fits a database with the same ones. */
export async function schemaVersion(db: Queryable): Promise<readonly string[]> {
  const { rows } = await db.query<{ version: string }>(
    `SELECT migration_name || ' ' || checksum AS version FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows.map(({ version }) => version);
}
