import type { Store } from './open-store.ts';
import { select } from './sql.ts';

/** A part of an artifact's bytes, shorter where the artifact ends; empty when there is no such artifact. Loads only the pieces concerned. */
export async function readArtifactRange(
  store: Store,
  sha256: string,
  { offset, length }: { offset: number; length: number },
): Promise<Uint8Array> {
  const rows = await select<{ bytes: Buffer }>(
    store.pool,
    `SELECT substring(bytes FROM (greatest($2::bigint - start, 0) + 1)::int FOR least($2::bigint + $3::bigint - greatest(start, $2::bigint), size)::int) AS bytes
     FROM (SELECT bytes, seq, octet_length(bytes) AS size, sum(octet_length(bytes)) OVER (ORDER BY seq) - octet_length(bytes) AS start
           FROM artifact_chunk WHERE sha256 = $1) piece
     WHERE start < $2::bigint + $3::bigint AND start + size > $2::bigint ORDER BY seq`,
    [sha256, offset, length],
  );
  return Buffer.concat(rows.map(({ bytes }) => bytes));
}
