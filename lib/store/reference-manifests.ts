import type { Store } from './open-store.ts';
import { decodeCursor, type Page, pageSize, toPage } from './page.ts';
import { type Queryable, select } from './sql.ts';

/** A manifest in the list of all. */
export interface ListedManifest {
  readonly sha256: string;
  readonly documentId: string;
  /** In one line. */
  readonly summary: string;
  /** Whether it could be read. */
  readonly isRead: boolean;
}

/** All reference manifests, in the order of their one line. */
export async function listManifests(
  store: Store,
  { cursor, limit: asked }: { readonly cursor?: string; readonly limit?: number } = {},
): Promise<Page<ListedManifest>> {
  const limit = pageSize(asked);
  const after = cursor === undefined ? ['', '', -1] : decodeCursor(cursor, 3);
  const rows = await select<{ sha256: string; document_id: string; seq: number; summary: string; is_read: boolean }>(
    store.pool,
    `SELECT sha256, document_id, seq, summary, error IS NULL AS is_read FROM document
     WHERE kind = 'reference-manifest' AND (summary, sha256, seq) > ($1, $2, $3) ORDER BY summary, sha256, seq LIMIT ${limit + 1}`,
    after,
  );
  return toPage(rows, {
    limit,
    keyOf: ({ summary, sha256, seq }) => [summary, sha256, seq],
    itemOf: ({ sha256, document_id, summary, is_read }) => ({ sha256, documentId: document_id, summary, isRead: is_read }),
  });
}

/** Devices of one manifest that are counted; a list of many manifests would count millions of rows. */
export const MAX_COUNTED = 1000;

/** How many devices each of these artifacts counts for, or belongs to; one more than MAX_COUNTED stands for all above it. */
export async function countDevicesOf(db: Queryable, artifacts: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await select<{ sha256: string; count: number }>(
    db,
    `SELECT wanted.sha256, (SELECT count(*)::int FROM (SELECT DISTINCT device_id FROM
       (SELECT device_id FROM device_artifact WHERE sha256 = wanted.sha256 LIMIT ${MAX_COUNTED + 1}) found) each) AS count
     FROM unnest($1::text[]) AS wanted(sha256)`,
    [artifacts],
  );
  return new Map(rows.map(({ sha256, count }) => [sha256, count]));
}
