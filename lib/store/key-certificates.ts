import { indexKey } from './name-index.ts';
import { type Queryable, select } from './sql.ts';

/** Certificates of one key that are tried. Real keys have one or two. */
const MAX_TRIED = 16;

/** Artifacts with documents that point to a key, the newest first. */
export async function artifactsWithReference(db: Queryable, key: string): Promise<readonly string[]> {
  const rows = await select<{ sha256: string }>(
    db,
    `SELECT DISTINCT k.sha256, a.created_at FROM link_key k JOIN artifact a ON a.sha256 = k.sha256
     WHERE k.key = $1 AND k.strength = 'reference' ORDER BY a.created_at DESC, k.sha256 LIMIT ${MAX_TRIED}`,
    [indexKey(key)],
  );
  return rows.map(({ sha256 }) => sha256);
}
