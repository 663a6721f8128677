import { serialize } from 'node:v8';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { readArtifact } from '#lib/artifact/read.ts';
import { READER_VERSIONS } from '#lib/artifact/reader-versions.ts';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { evidenceFile, evidenceMembers, makeEvidence } from '#lib/testing/attestation-evidence.ts';
import { measuredFile } from '#lib/testing/ima-logs.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { makeAttestationKey } from '#lib/testing/tpm-quotes.ts';
import { entriesOf } from '#lib/tpm/ima-entries.ts';
import { alreadyRead, loadDocuments, readByOlderParsers, saveDocuments, saveParts } from './documents.ts';
import { migrate, readMigrations } from './migrations.ts';
import { openStore, type Store } from './open-store.ts';
import { packDocument } from './packed-document.ts';
import { makeTestDatabase } from './testing/test-database.ts';

const MIGRATIONS = readMigrations('prisma/migrations');
const PARTS = '0018_document_parts';
const files = Array.from({ length: 300 }, (_, index) => measuredFile(`/usr/bin/${index}`));
const evidence = (nonce: number): Uint8Array =>
  evidenceFile(evidenceMembers(makeEvidence({ key: makeAttestationKey('ecdsa'), nonce: new Uint8Array(32).fill(nonce), files })));
const device = makeSampleDevice(5);
const FILES = [inventoryOf(device), endorsementKeyOf(device, makeSampleAuthorities()), evidence(1), evidence(2)];

/** A database that has no table yet, and a store over it. */
async function bareDatabase(): Promise<{ readonly client: Client; readonly store: Store }> {
  const { url, drop } = await makeTestDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('DROP SCHEMA public CASCADE');
  await client.query('CREATE SCHEMA public');
  const store = openStore(url);
  onTestFinished(async () => {
    await client.end();
    await store.close();
    await drop();
  });
  return { client, store };
}

function read(bytes: Uint8Array): ReadDocument & { readonly document: NonNullable<ReadDocument['document']> } {
  const [only] = readArtifact(bytes).documents;
  if (only?.document === undefined) throw new Error('nothing was read');
  return { ...only, document: only.document };
}

/** As earlier versions read it: a measurement list had its entries in one piece. */
function readThen(bytes: Uint8Array): ReturnType<typeof read> {
  const now = read(bytes);
  if (now.document.kind !== 'attestation-evidence' || now.document.imaLog.state !== 'read') return now;
  const { log, ...imaLog } = now.document.imaLog;
  const list = { form: log.form, entries: entriesOf(log) };
  return { ...now, document: Object.assign({}, now.document, { imaLog: { ...imaLog, log: list } }) };
}

const COLUMNS = 'sha256, seq, document_id, kind, parser_version, body, summary, error, format, mapping_version';

interface Row {
  readonly bytes: Uint8Array;
  readonly kept: object;
  readonly more: { readonly column: string; readonly value: unknown };
}

async function insert(client: Client, { bytes, kept, more }: Row): Promise<void> {
  const { id, kind } = read(bytes);
  const values = [sha256Hex(bytes), 0, id, kind, 1, Buffer.from(serialize(kept)), 'a summary', null, null, null, more.value];
  await client.query(`INSERT INTO document (${COLUMNS}, ${more.column}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, values);
}

async function keepPart(client: Client, table: string, part: unknown): Promise<string> {
  const body = Buffer.from(serialize(part));
  const digest = sha256Hex(body);
  await client.query(`INSERT INTO ${table} (digest, body) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [digest, body]);
  return digest;
}

/** Before parts were kept apart: the components of BOMs and inventories alone. */
async function insertWhole(client: Client, bytes: Uint8Array): Promise<void> {
  const then = readThen(bytes);
  const apart = then.document.kind === 'inventory';
  const set = then.document.kind === 'inventory' ? await keepPart(client, 'component_set', then.document.components) : null;
  const kept = apart ? { ...then, document: { ...then.document, components: [] } } : then;
  await insert(client, { bytes, kept, more: { column: 'component_set', value: set } });
}

const MEMBERS = [
  'attestationKey',
  'endorsementKey',
  'endorsementCertificate',
  'pcrValues',
  'eventLog',
  'imaLog',
  'runtimeLog',
  'inventory',
];

/** When a measurement list was one part, whole. */
async function insertInMembers(client: Client, bytes: Uint8Array): Promise<void> {
  const then = readThen(bytes);
  const values = new Map<string, unknown>(Object.entries(then.document));
  const parts: string[] = [];
  for (const member of MEMBERS) parts.push(await keepPart(client, 'document_part', values.get(member)));
  for (const member of MEMBERS) values.set(member, null);
  await insert(client, { bytes, kept: { ...then, document: Object.fromEntries(values) }, more: { column: 'parts', value: parts } });
}

test('what earlier versions kept is the same document after the migrations, and once more when it is read again', async () => {
  const { client, store } = await bareDatabase();
  const before = MIGRATIONS.filter(({ name }) => name < PARTS);
  expect(await migrate(client, before)).toHaveLength(before.length);
  const [inventory, certificate, whole, inMembers] = FILES;
  if (inventory === undefined || certificate === undefined || whole === undefined || inMembers === undefined) throw new Error('no files');
  for (const bytes of [inventory, certificate, whole]) await insertWhole(client, bytes);
  expect(
    await migrate(
      client,
      MIGRATIONS.filter(({ name }) => name <= PARTS),
    ),
  ).toEqual([PARTS]);
  await insertInMembers(client, inMembers);
  await migrate(client, MIGRATIONS);
  const digests = FILES.map((bytes) => sha256Hex(bytes));
  const expectSame = async (): Promise<void> => {
    const loaded = await loadDocuments(store.pool, digests);
    for (const [index, bytes] of FILES.entries()) expect(loaded.get(digests[index] ?? '')).toEqual([read(bytes)]);
  };
  await expectSame();
  // A worker of this version reads all of them again, and keeps them as it keeps new ones.
  expect(await readByOlderParsers(store.pool, READER_VERSIONS.parser, { after: '', limit: 10 })).toEqual(digests.toSorted());
  const packed = FILES.map((bytes) => ({ sha256: sha256Hex(bytes), documents: [packDocument(read(bytes))] }));
  await saveDocuments(store.pool, packed, READER_VERSIONS.parser);
  await saveParts(
    store.pool,
    packed.flatMap(({ documents }) => documents),
  );
  expect(await alreadyRead(store.pool, digests, READER_VERSIONS)).toEqual(new Set(digests));
  await expectSame();
  const { rows } = await client.query('SELECT cardinality(parts) AS parts FROM document WHERE sha256 = ANY($1)', [digests.slice(2)]);
  expect(rows).toEqual([{ parts: MEMBERS.length + 3 }, { parts: MEMBERS.length + 3 }]);
});
