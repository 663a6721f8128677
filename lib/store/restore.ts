import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import * as z from 'zod';
import { BACKUP_FORMAT, type BackedUpTable, entryName, MANIFEST, type Manifest } from './backup.ts';
import { copyTarget, listTables, quoted, schemaVersion, type Table } from './table-list.ts';

/** A backup that can't be brought back here. Nothing was changed. */
export class RestoreRefused extends Error {
  constructor(message: string) {
    super(`${message} Nothing was changed.`);
    this.name = 'RestoreRefused';
  }
}

const manifestSchema = z.object({
  format: z.literal(BACKUP_FORMAT),
  at: z.iso.datetime(),
  schema: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.int(), sha256: z.string() })),
});
const MAX_MANIFEST_BYTES = 1024 * 1024;
/** A backup has one entry for each table, and the list. */
const MAX_ENTRIES = 500;
/** Uncompressed octets for each compressed one. Tables of text shrink to a tenth; nothing but a bomb shrinks to less than this. */
const MAX_RATIO = 200;
/** Of an entry whose ratio isn't looked at: an empty table, or one with equal rows. */
const SMALL_ENTRY_BYTES = 16 * 1024 * 1024;

/**
 * Brings a backup back into a migrated database, all of it or nothing.
 * @param replace  empties a database that holds something already
 * @throws RestoreRefused when the file is no whole backup, of another version, damaged, or the database isn't empty
 */
export async function restore(databaseUrl: string, file: string, { replace }: { replace: boolean }): Promise<Manifest> {
  const zip = await openPromise(file, { autoClose: false }).catch((error: Error) => {
    throw new RestoreRefused(`${file} is not a readable backup: ${error.message.replace(/\.+$/, '')}.`);
  });
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const entries = await entriesOf(zip);
    const manifest = await readManifest(zip, entries);
    await client.query('BEGIN');
    await prepareTarget(client, manifest, replace);
    for (const table of manifest.tables) await restoreTable({ client, zip, entries, table });
    await refuseDamage(client);
    await client.query('COMMIT');
    return manifest;
  } finally {
    // An open transaction ends with its connection, and leaves nothing behind.
    await client.end();
    zip.close();
  }
}

type Entries = ReadonlyMap<string, Entry>;

/** The library refuses names that lead out of a folder, and entries that unpack to another size than they say. */
async function entriesOf(zip: ZipFile): Promise<Entries> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > MAX_ENTRIES)
    throw new RestoreRefused(`The file has ${zip.entryCount} entries; a backup has at most ${MAX_ENTRIES}.`);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) throw new RestoreRefused('An entry stands twice in the file.');
      refuseBomb(entry);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    if (error instanceof RestoreRefused) throw error;
    throw new RestoreRefused(`The file is not a whole backup: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return entries;
}

function refuseBomb({ fileName, compressedSize, uncompressedSize }: Entry): void {
  if (uncompressedSize <= Math.max(SMALL_ENTRY_BYTES, compressedSize * MAX_RATIO)) return;
  throw new RestoreRefused(
    `The entry ${JSON.stringify(fileName.slice(0, 100))} would unpack to ${uncompressedSize} bytes from ${compressedSize}; no table does.`,
  );
}

async function readManifest(zip: ZipFile, entries: Entries): Promise<Manifest> {
  const entry = entries.get(MANIFEST);
  if (entry === undefined || entry.uncompressedSize > MAX_MANIFEST_BYTES)
    throw new RestoreRefused('The file holds no list of contents: it is not a whole backup.');
  const chunks: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
  const manifest = manifestSchema.safeParse(jsonOf(Buffer.concat(chunks).toString('utf8')));
  if (!manifest.success) throw new RestoreRefused('The list of contents is not of a form that this version knows.');
  return manifest.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function prepareTarget(client: Client, manifest: Manifest, replace: boolean): Promise<void> {
  const schema = await schemaVersion(client);
  if (schema.join('\n') !== manifest.schema.join('\n')) {
    throw new RestoreRefused(
      `The backup was made by a version with other tables (${manifest.schema.at(-1)}). Restore it with that version, then start this one.`,
    );
  }
  const tables = await listTables(client);
  refuseOtherTables(manifest, tables);
  const names = tables.map(({ name }) => quoted(name)).join(', ');
  await client.query(`LOCK TABLE ${names} IN ACCESS EXCLUSIVE MODE`);
  for (const { name } of tables) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
    if (rowCount !== 0 && !replace)
      throw new RestoreRefused(`The database is not empty (${name}). Say --replace to replace everything in it.`);
  }
  await client.query(`TRUNCATE ${names}`);
}

/** A list from outside names no table, and no column, that isn't one of ours. */
function refuseOtherTables({ tables }: Manifest, ours: readonly Table[]): void {
  const columns = new Map(ours.map((table) => [table.name, table.columns]));
  for (const table of tables) {
    const known = columns.get(table.name);
    if (known === undefined)
      throw new RestoreRefused(`The list names a table that is not ours, or one twice: ${JSON.stringify(table.name.slice(0, 100))}.`);
    if (table.columns.some((column) => !known.includes(column)))
      throw new RestoreRefused(`The list names a column that ${table.name} does not have.`);
    columns.delete(table.name);
  }
}

interface TableRestore {
  readonly client: Client;
  readonly zip: ZipFile;
  readonly entries: Entries;
  readonly table: BackedUpTable;
}

async function restoreTable({ client, zip, entries, table }: TableRestore): Promise<void> {
  const entry = entries.get(entryName(table.name));
  if (entry === undefined) throw new RestoreRefused(`The table ${table.name} is missing in the backup.`);
  const hash = createHash('sha256');
  const hashed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  const copy = client.query(copyFrom(`COPY ${copyTarget(table)} FROM STDIN`));
  await pipeline(await zip.openReadStreamPromise(entry), hashed, copy);
  if (hash.digest('hex') !== table.sha256) throw new RestoreRefused(`The table ${table.name} in the backup is damaged.`);
  if (copy.rowCount !== table.rows)
    throw new RestoreRefused(`The table ${table.name} has ${copy.rowCount} rows in place of ${table.rows}.`);
}

/** The bytes themselves, against the digest that names them: the one thing that nothing else could mend. */
async function refuseDamage(client: Client): Promise<void> {
  const { rows } = await client.query<{ sha256: string }>(
    `SELECT a.sha256 FROM artifact a
      WHERE a.sha256 <> encode(sha256(coalesce((SELECT string_agg(c.bytes, ''::bytea ORDER BY c.seq) FROM artifact_chunk c WHERE c.sha256 = a.sha256), ''::bytea)), 'hex')
      LIMIT 1`,
  );
  const [damaged] = rows;
  if (damaged !== undefined) throw new RestoreRefused(`The bytes of the artifact ${damaged.sha256} do not have that digest.`);
}
