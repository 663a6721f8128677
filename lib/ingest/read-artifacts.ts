import { READER_VERSIONS } from '#lib/artifact/reader-versions.ts';
import { artifactSizes, readArtifacts } from '#lib/store/artifacts.ts';
import { alreadyRead, type PackedArtifact, saveDocuments, saveParts } from '#lib/store/documents.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { PackedDocument } from '#lib/store/packed-document.ts';
import { enqueue, inJobTransaction } from '#lib/store/queue.ts';
import { bringForward, longReadJobs } from '#lib/store/read-turns.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { markRead, markReadAgain } from '#lib/store/submissions.ts';
import { foldJobsFor } from './fold-jobs.ts';
import { indexDigests } from './index-digests.ts';
import type { Parse } from './parse.ts';
import { concernedFolds } from './refold-jobs.ts';

export interface ReadOptions {
  readonly parse: Parse;
  /** Larger files are set aside before their bytes are fetched: a batch of them would not fit into memory. */
  readonly maxBytes?: number;
  /** Done in the same transaction, such as completing the job. */
  readonly finish?: (db: Queryable) => Promise<void>;
}

/**
 * Reads artifacts: parses what wasn't parsed yet, keeps documents and keys, and asks for the folds that follow, all in one
 * transaction, so that nothing is read without being folded. What is set aside gets a job of its own in that transaction.
 * Reading again changes nothing.
 * @returns whether it asked for more than folds: for files to be read patiently, or for folds of many devices
 */
export async function readArtifactsInto(store: Store, digests: readonly string[], options: ReadOptions): Promise<boolean> {
  const artifacts = [...new Set(digests)];
  const known = await alreadyRead(store.pool, artifacts, READER_VERSIONS);
  const { parsed, large, slow } = await parseAll(
    store,
    artifacts.filter((sha256) => !known.has(sha256)),
    options,
  );
  const read = [...parsed].map(([sha256, documents]) => ({ sha256, documents }));
  const aside = new Set([...large, ...slow]);
  return inJobTransaction(store, async (db) => {
    await saveDocuments(db, read, READER_VERSIONS.parser);
    await markRead(
      db,
      read.map(({ sha256, documents }) => ({ sha256, ...outcomeOf(documents) })),
    );
    await markReadAgain(db, [...known]);
    const jobs = await foldJobsFor(
      db,
      artifacts.filter((sha256) => !aside.has(sha256)),
    );
    await enqueue(store, db, { queue: 'fold', jobs });
    await setAside(store, db, { large, slow });
    const refolds = await askForConcerned(store, db, read);
    await indexDigests(db, read);
    await options.finish?.(db);
    await saveParts(db, [...parsed.values()].flat());
    return aside.size > 0 || refolds > 0;
  });
}

/** What belongs to no device may concern many. @returns how many folds of many devices it asks for */
async function askForConcerned(store: Store, db: Queryable, read: readonly PackedArtifact[]): Promise<number> {
  const { folds, refolds } = await concernedFolds(db, read);
  await enqueue(store, db, { queue: 'fold', jobs: folds });
  await enqueue(store, db, { queue: 'refold', jobs: refolds });
  return refolds.length;
}

interface ParsedAll {
  readonly parsed: ReadonlyMap<string, readonly PackedDocument[]>;
  /** Not fetched. */
  readonly large: readonly string[];
  /** Fetched, and too much for this reader. */
  readonly slow: readonly string[];
}

async function parseAll(store: Store, artifacts: readonly string[], { parse, maxBytes }: ReadOptions): Promise<ParsedAll> {
  const sizes = maxBytes === undefined ? new Map<string, number>() : await artifactSizes(store.pool, artifacts);
  const large = artifacts.filter((sha256) => (sizes.get(sha256) ?? 0) > (maxBytes ?? 0));
  const fetched = await readArtifacts(
    store.pool,
    artifacts.filter((sha256) => !large.includes(sha256)),
  );
  const parsed = await parse(fetched);
  return { parsed, large, slow: [...fetched.keys()].filter((sha256) => !parsed.has(sha256)) };
}

async function setAside(store: Store, db: Queryable, { large, slow }: Pick<ParsedAll, 'large' | 'slow'>): Promise<void> {
  const jobs = [
    ...(await longReadJobs(db, { digests: large, reason: 'large' })),
    ...(await longReadJobs(db, { digests: slow, reason: 'slow' })),
  ];
  await enqueue(store, db, { queue: 'read-long', jobs });
  await bringForward(db, jobs);
}

function outcomeOf(documents: readonly PackedDocument[]): { kind: string; readable: boolean } {
  const readable = documents.find(({ error }) => error === null);
  return { kind: (readable ?? documents[0])?.kind ?? 'unknown', readable: readable !== undefined };
}
