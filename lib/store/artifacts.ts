import type { Store } from './open-store.ts';
import { type Queryable, select } from './sql.ts';

/** Bytes as received, without the bytes. */
export interface Artifact {
  readonly sha256: string;
  readonly size: number;
  /** ISO 8601, UTC: when these bytes first came. */
  readonly createdAt: string;
}

/** Rows hold at most this many bytes, so that no statement and no reader holds a whole large file. */
export const CHUNK_BYTES = 1024 * 1024;

export async function findArtifact(store: Store, sha256: string): Promise<Artifact | undefined> {
  const row = await store.prisma.artifact.findUnique({ where: { sha256 } });
  return row === null ? undefined : { sha256, size: row.size, createdAt: row.createdAt.toISOString() };
}

/** The pieces of an artifact, in order; nothing when there is no such artifact. Holds one piece at a time. */
export async function* streamArtifact(store: Store, sha256: string): AsyncGenerator<Uint8Array> {
  for (let seq = 0; ; seq += 1) {
    const [row] = await select<{ bytes: Buffer }>(store.pool, 'SELECT bytes FROM artifact_chunk WHERE sha256 = $1 AND seq = $2', [
      sha256,
      seq,
    ]);
    if (row === undefined) return;
    yield row.bytes;
  }
}

/** All bytes of one artifact; undefined when there is no such artifact. */
export async function readArtifactBytes(store: Store, sha256: string): Promise<Uint8Array | undefined> {
  return (await readArtifacts(store.pool, [sha256])).get(sha256);
}

/** The first octets of several artifacts, by digest. Artifacts that don't exist are left out. */
export async function beginningsOf(
  db: Queryable,
  { digests, octets }: { readonly digests: readonly string[]; readonly octets: number },
): Promise<ReadonlyMap<string, Uint8Array>> {
  const sql = 'SELECT sha256, substring(bytes FROM 1 FOR $2) AS beginning FROM artifact_chunk WHERE sha256 = ANY($1) AND seq = 0';
  const rows = await select<{ sha256: string; beginning: Buffer }>(db, sql, [digests, octets]);
  return new Map(rows.map(({ sha256, beginning }) => [sha256, beginning]));
}

/** Sizes in bytes of several artifacts, by digest. Artifacts that don't exist are left out. */
export async function artifactSizes(db: Queryable, digests: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await select<{ sha256: string; size: number }>(db, 'SELECT sha256, size FROM artifact WHERE sha256 = ANY($1)', [digests]);
  return new Map(rows.map(({ sha256, size }) => [sha256, size]));
}

/** All bytes of several artifacts, by digest. Artifacts that don't exist are left out. */
export async function readArtifacts(db: Queryable, digests: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const rows = await select<{ sha256: string; bytes: Buffer | null }>(
    db,
    `SELECT a.sha256, c.bytes FROM artifact a LEFT JOIN artifact_chunk c ON c.sha256 = a.sha256
     WHERE a.sha256 = ANY($1) ORDER BY a.sha256, c.seq`,
    [digests],
  );
  const pieces = new Map<string, Buffer[]>();
  for (const { sha256, bytes } of rows) {
    const known = pieces.get(sha256) ?? [];
    pieces.set(sha256, known);
    if (bytes !== null) known.push(bytes);
  }
  return new Map(
    [...pieces].map(([sha256, parts]) => [sha256, parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)]),
  );
}
