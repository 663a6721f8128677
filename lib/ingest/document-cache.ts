import type { ReadDocument } from '#lib/artifact/types.ts';
import { loadDocuments } from '#lib/store/documents.ts';
import type { Queryable } from '#lib/store/sql.ts';

/** Parsed documents that were used lately. They never change, so a cache never lies. */
export interface DocumentCache {
  readonly entries: Map<string, readonly ReadDocument[]>;
  /** Artifacts kept at most. */
  readonly limit: number;
}

export function makeDocumentCache(limit: number): DocumentCache {
  return { entries: new Map(), limit };
}

/** As `loadDocuments`, and asks the database only for what isn't at hand. */
export async function loadCached(
  db: Queryable,
  artifacts: readonly string[],
  cache?: DocumentCache,
): Promise<ReadonlyMap<string, readonly ReadDocument[]>> {
  if (cache === undefined) return loadDocuments(db, artifacts);
  const found = new Map(
    artifacts.flatMap((sha256) => {
      const documents = cache.entries.get(sha256);
      return documents === undefined ? [] : [[sha256, documents] as const];
    }),
  );
  const missing = artifacts.filter((sha256) => !found.has(sha256));
  for (const [sha256, documents] of missing.length === 0 ? [] : await loadDocuments(db, missing)) found.set(sha256, documents);
  for (const [sha256, documents] of found) remember(cache, sha256, documents);
  return found;
}

function remember({ entries, limit }: DocumentCache, sha256: string, documents: readonly ReadDocument[]): void {
  entries.delete(sha256);
  entries.set(sha256, documents);
  if (entries.size <= limit) return;
  const oldest = entries.keys().next();
  if (!oldest.done) entries.delete(oldest.value);
}
