import type { ReaderVersions } from '#lib/artifact/reader-versions.ts';
import type { ReadDocument, ReadFailure } from '#lib/artifact/types.ts';
import { loadParts } from './document-part-pool.ts';
import type { Store } from './open-store.ts';
import { type PackedDocument, unpackDocument } from './packed-document.ts';
import { execute, type Queryable, select } from './sql.ts';

/** All documents of one artifact, packed, with the keys that named them at submission. */
export interface PackedArtifact {
  readonly sha256: string;
  readonly documents: readonly PackedDocument[];
}

/** A document in a list: what it is, without its contents. */
export interface DocumentSummary {
  readonly sha256: string;
  readonly documentId: string;
  readonly kind: string;
  readonly summary: string;
  readonly error: ReadFailure | null;
}

/** Keeps what was read out of artifacts, with its keys, and without the parts of `saveParts`. What is there already is left as it is. */
export async function saveDocuments(db: Queryable, artifacts: readonly PackedArtifact[], parserVersion: number): Promise<void> {
  const rows = artifacts.flatMap(({ sha256, documents }) => documents.map((document, seq) => ({ sha256, seq, ...document })));
  await removeOlderKeys(
    db,
    artifacts.map(({ sha256 }) => sha256),
    parserVersion,
  );
  await execute(
    db,
    `INSERT INTO document (sha256, seq, document_id, kind, parser_version, body, parts, summary, error, format, mapping_version)
     SELECT sha256, seq, document_id, kind, $1, body, string_to_array(parts, ' '), summary, error, format, mapping_version
     FROM unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::bytea[], $7::text[], $8::text[], $9::jsonb[], $10::text[], $11::int[])
       AS d(sha256, seq, document_id, kind, body, parts, summary, error, format, mapping_version)
     ON CONFLICT (sha256, seq) DO UPDATE SET document_id = excluded.document_id, kind = excluded.kind, parser_version = excluded.parser_version,
       body = excluded.body, parts = excluded.parts, summary = excluded.summary, error = excluded.error,
       format = excluded.format, mapping_version = excluded.mapping_version
     WHERE document.parser_version < excluded.parser_version
       OR (document.format = excluded.format AND document.mapping_version < excluded.mapping_version)`,
    [
      parserVersion,
      rows.map((row) => row.sha256),
      rows.map((row) => row.seq),
      rows.map((row) => row.documentId),
      rows.map((row) => row.kind),
      rows.map((row) => Buffer.from(row.body)),
      rows.map((row) => row.parts.map(({ digest }) => digest).join(' ')),
      rows.map((row) => row.summary),
      rows.map((row) => (row.error === null ? null : JSON.stringify(row.error).replaceAll('\\u0000', '\\ufffd'))),
      rows.map((row) => row.mapping?.format ?? null),
      rows.map((row) => row.mapping?.version ?? null),
    ],
  );
  await saveKeys(db, rows);
}

/**
 * Keeps what documents have in common, equal parts once. Call it last in a transaction: another one that brings the same part waits
 * until this one ends.
 */
export async function saveParts(db: Queryable, documents: readonly PackedDocument[]): Promise<void> {
  const parts = new Map(documents.flatMap((document) => document.parts.map(({ digest, body }) => [digest, body])));
  if (parts.size === 0) return;
  const digests = [...parts.keys()].sort();
  await execute(db, 'INSERT INTO document_part (digest, body) SELECT * FROM unnest($1::text[], $2::bytea[]) ON CONFLICT DO NOTHING', [
    digests,
    digests.map((digest) => Buffer.from(parts.get(digest) ?? [])),
  ]);
}

/** What older parsers took for a key may be none any more. What people named stays: it comes from no document. */
async function removeOlderKeys(db: Queryable, artifacts: readonly string[], parserVersion: number): Promise<void> {
  await execute(
    db,
    `DELETE FROM link_key WHERE document_id <> '' AND sha256 IN
       (SELECT sha256 FROM document WHERE sha256 = ANY($1) AND parser_version < $2)`,
    [artifacts, parserVersion],
  );
}

async function saveKeys(db: Queryable, rows: readonly (PackedDocument & { readonly sha256: string })[]): Promise<void> {
  const keys = rows.flatMap(({ sha256, documentId, keys: own }) => own.map(({ key, strength }) => ({ sha256, documentId, key, strength })));
  if (keys.length === 0) return;
  await execute(
    db,
    `INSERT INTO link_key (key, sha256, document_id, strength) SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) ON CONFLICT DO NOTHING`,
    [
      keys.map(({ key }) => key),
      keys.map(({ sha256 }) => sha256),
      keys.map(({ documentId }) => documentId),
      keys.map(({ strength }) => strength),
    ],
  );
}

/** Which of these artifacts were read already, by these versions or newer ones. */
export async function alreadyRead(db: Queryable, artifacts: readonly string[], versions: ReaderVersions): Promise<ReadonlySet<string>> {
  const rows = await select<{ sha256: string }>(
    db,
    `SELECT d.sha256 FROM document d LEFT JOIN unnest($3::text[], $4::int[]) AS m(format, version) ON m.format = d.format
     WHERE d.sha256 = ANY($1) GROUP BY d.sha256
     HAVING bool_and(d.parser_version >= $2 AND coalesce(d.mapping_version >= m.version, true))`,
    [artifacts, versions.parser, ...mappingColumns(versions)],
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Artifacts that an older version of the parsers read, after one, in order. */
export async function readByOlderParsers(
  db: Queryable,
  parserVersion: number,
  { after, limit }: { after: string; limit: number },
): Promise<readonly string[]> {
  const sql = `SELECT DISTINCT sha256 FROM document WHERE parser_version < $1 AND sha256 > $2 ORDER BY sha256 LIMIT ${limit}`;
  return (await select<{ sha256: string }>(db, sql, [parserVersion, after])).map(({ sha256 }) => sha256);
}

/** Artifacts of one inventory format that an older version of its mapping read, after one, in order. */
export async function readByOlderMapping(
  db: Queryable,
  { format, version }: { readonly format: string; readonly version: number },
  { after, limit }: { after: string; limit: number },
): Promise<readonly string[]> {
  const sql = `SELECT DISTINCT sha256 FROM document WHERE format = $1 AND mapping_version < $2 AND sha256 > $3 ORDER BY sha256 LIMIT ${limit}`;
  return (await select<{ sha256: string }>(db, sql, [format, version, after])).map(({ sha256 }) => sha256);
}

const mappingColumns = ({ mappings }: ReaderVersions): readonly [readonly string[], readonly number[]] => [
  Object.keys(mappings),
  Object.values(mappings),
];

/**
 * Parsed documents by artifact, each artifact's in the order of the file. Artifacts that weren't read yet are left out. A part that
 * several documents have is fetched once, and is one object in all of them.
 */
export async function loadDocuments(db: Queryable, artifacts: readonly string[]): Promise<ReadonlyMap<string, readonly ReadDocument[]>> {
  const rows = await select<{ sha256: string; body: Buffer; parts: readonly string[] }>(
    db,
    'SELECT sha256, body, parts FROM document WHERE sha256 = ANY($1) ORDER BY sha256, seq',
    [artifacts],
  );
  const partOf = await loadParts(db, new Set(rows.flatMap(({ parts }) => parts)));
  const found = new Map<string, ReadDocument[]>();
  for (const { sha256, body, parts } of rows) {
    const documents = found.get(sha256) ?? [];
    found.set(sha256, documents);
    documents.push(unpackDocument(body, parts.map(partOf)));
  }
  return found;
}

/** Documents of one artifact; empty when it wasn't read yet. */
export async function findDocuments(store: Store, sha256: string): Promise<readonly ReadDocument[]> {
  return (await loadDocuments(store.pool, [sha256])).get(sha256) ?? [];
}

/** One line for each document of these artifacts. */
export async function summarizeDocuments(store: Store, artifacts: readonly string[]): Promise<readonly DocumentSummary[]> {
  const rows = await select<{ sha256: string; document_id: string; kind: string; summary: string; error: ReadFailure | null }>(
    store.pool,
    'SELECT sha256, document_id, kind, summary, error FROM document WHERE sha256 = ANY($1) ORDER BY sha256, seq',
    [artifacts],
  );
  return rows.map(({ document_id, ...row }) => ({ ...row, documentId: document_id }));
}
