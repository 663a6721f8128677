import { unpackPart } from './document-parts.ts';
import { type Queryable, select } from './sql.ts';

/** Parts that some document in memory holds, by the digest of their octets, which never change: as long as one does, another one gets the same object. */
const inUse = new Map<string, WeakRef<object>>();
const ended = new FinalizationRegistry<string>((digest) => {
  if (inUse.get(digest)?.deref() === undefined) inUse.delete(digest);
});

/** Parts of documents; the database is asked only for what isn't in memory. */
export async function loadParts(db: Queryable, digests: ReadonlySet<string>): Promise<(digest: string) => unknown> {
  const found = new Map<string, unknown>();
  for (const digest of digests) {
    const part = inUse.get(digest)?.deref();
    if (part !== undefined) found.set(digest, part);
  }
  const missing = [...digests].filter((digest) => !found.has(digest));
  if (missing.length > 0) {
    const sql = 'SELECT digest, body FROM document_part WHERE digest = ANY($1)';
    for (const { digest, body } of await select<{ digest: string; body: Buffer }>(db, sql, [missing]))
      found.set(digest, enter(digest, body));
  }
  return (digest) => {
    if (!found.has(digest)) throw new Error(`the part ${digest} of a document is not kept`);
    return found.get(digest);
  };
}

function enter(digest: string, body: Buffer): unknown {
  const part = unpackPart(body);
  if (typeof part !== 'object' || part === null) return part;
  // Another load may have brought it while this one waited.
  const known = inUse.get(digest)?.deref();
  if (known !== undefined) return known;
  inUse.set(digest, new WeakRef(part));
  ended.register(part, digest);
  return part;
}
