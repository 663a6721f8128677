import { READER_VERSIONS } from '#lib/artifact/reader-versions.ts';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { alreadyRead, loadDocuments } from '#lib/store/documents.ts';
import type { Queryable } from '#lib/store/sql.ts';

/** Parsed documents that were used lately. What the versions of this program read never changes, so a cache never lies. */
export interface DocumentCache {
  readonly entries: Map<string, readonly ReadDocument[]>;
  /** Of all entries. */
  weight: number;
}

/** In components, each somewhat more than a kilobyte: a device has some hundreds, a large BOM has a hundred thousand, and is not kept. */
const MAX_WEIGHT = 40_000;
/** What a document weighs beside its components. */
const OWN_WEIGHT = 10;

export function makeDocumentCache(): DocumentCache {
  return { entries: new Map(), weight: 0 };
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
  const passing = new Set<string>();
  const missing = artifacts.filter((sha256) => !found.has(sha256));
  if (missing.length > 0) {
    const current = await alreadyRead(db, missing, READER_VERSIONS);
    for (const [sha256, documents] of await loadDocuments(db, missing)) {
      found.set(sha256, documents);
      // What an older version read is about to be read again: it is used for now, and not kept.
      if (!current.has(sha256)) passing.add(sha256);
    }
  }
  for (const [sha256, documents] of found) if (!passing.has(sha256)) remember(cache, sha256, documents);
  return found;
}

/** Adds what isn't at hand yet. @returns those artifacts */
export async function loadFurther(
  db: Queryable,
  artifacts: readonly string[],
  { documents, cache }: { readonly documents: Map<string, readonly ReadDocument[]>; readonly cache: DocumentCache | undefined },
): Promise<readonly string[]> {
  const further = [...new Set(artifacts)].filter((sha256) => !documents.has(sha256));
  if (further.length === 0) return further;
  for (const [sha256, read] of await loadCached(db, further, cache)) documents.set(sha256, read);
  return further;
}

/** The one that wasn't used for longest goes first. */
function remember(cache: DocumentCache, sha256: string, documents: readonly ReadDocument[]): void {
  const { entries } = cache;
  forget(cache, sha256);
  entries.set(sha256, documents);
  cache.weight += weightOf(documents);
  for (const [oldest] of entries) {
    if (cache.weight <= MAX_WEIGHT) return;
    forget(cache, oldest);
  }
}

function forget(cache: DocumentCache, sha256: string): void {
  const documents = cache.entries.get(sha256);
  if (documents === undefined) return;
  cache.entries.delete(sha256);
  cache.weight -= weightOf(documents);
}

function weightOf(documents: readonly ReadDocument[]): number {
  return documents.reduce(
    (sum, { document }) =>
      sum + OWN_WEIGHT + componentCount(document) + listWeight(document) + referenceWeight(document) + partWeight(document),
    0,
  );
}

/** A list of a million entries weighs as much as it is long. */
function listWeight(document: ReadDocument['document']): number {
  return document?.kind === 'certificate-revocation-list' ? document.der.length / 1024 : 0;
}

/** A record of a log, or an entry of a manifest, is somewhat smaller than a component. */
function referenceWeight(document: ReadDocument['document']): number {
  if (document?.kind === 'tpm-event-log') return document.logs.reduce((sum, { events }) => sum + events.length, 0);
  if (document?.kind !== 'reference-manifest') return 0;
  return document.files.length + document.measurements.length + document.triples.length;
}

/** A part of a result is about as large as a component: the newest lists of ten thousand devices stay while these are folded. */
function partWeight(document: ReadDocument['document']): number {
  return document?.kind === 'attestation-result' ? document.submods.length / 2 : 0;
}

function componentCount(document: ReadDocument['document']): number {
  return document !== undefined && 'components' in document ? document.components.length : 0;
}
