import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { ZipFile } from 'yazl';
import { copyTarget, listTables, schemaVersion, type Table } from './table-list.ts';

/** Written as the last entry, so that a backup that was cut off has none. */
export const MANIFEST = 'manifest.json';
export const BACKUP_FORMAT = 'assay-backup-1';
export const entryName = (table: string): string => `tables/${table}.copy`;

/** What a backup holds of one table. */
export interface BackedUpTable extends Table {
  readonly rows: number;
  /** Of the uncompressed entry. */
  readonly sha256: string;
}

export interface Manifest {
  readonly format: typeof BACKUP_FORMAT;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Migrations that made the tables. */
  readonly schema: readonly string[];
  readonly tables: readonly BackedUpTable[];
}

/**
 * Writes all tables, as they are at one instant, into a zip file: one entry a table, in PostgreSQL's text format. The file appears
 * under its name only when it is whole. Safe while the program runs.
 */
export async function backUp(databaseUrl: string, file: string, at: Date): Promise<Manifest> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const draft = `${file}.part`;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const manifest = await writeZip(client, draft, at);
    await client.query('COMMIT');
    await rename(draft, file);
    return manifest;
  } finally {
    await client.end();
    await rm(draft, { force: true });
  }
}

async function writeZip(client: Client, draft: string, at: Date): Promise<Manifest> {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(draft, { mode: 0o600 }));
  const schema = await schemaVersion(client);
  const tables: BackedUpTable[] = [];
  for (const table of await listTables(client)) tables.push(await addTable(client, zip, table));
  const manifest: Manifest = { format: BACKUP_FORMAT, at: at.toISOString(), schema, tables };
  zip.addBuffer(Buffer.from(JSON.stringify(manifest, null, 2)), MANIFEST);
  zip.end();
  await written;
  return manifest;
}

/** One table after the other over the one connection that holds the snapshot. */
async function addTable(client: Client, zip: ZipFile, table: Table): Promise<BackedUpTable> {
  const copy = client.query(copyTo(`COPY ${copyTarget(table)} TO STDOUT`));
  const hash = createHash('sha256');
  const hashed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  copy.on('error', (error) => hashed.destroy(error));
  zip.addReadStream(copy.pipe(hashed), entryName(table.name));
  await finished(hashed);
  return { ...table, rows: copy.rowCount ?? 0, sha256: hash.digest('hex') };
}
