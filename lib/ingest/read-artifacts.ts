import { PARSER_VERSION } from '#lib/artifact/read.ts';
import { readArtifacts } from '#lib/store/artifacts.ts';
import { alreadyRead, saveDocuments } from '#lib/store/documents.ts';
import type { Store } from '#lib/store/open-store.ts';
import type { PackedDocument } from '#lib/store/packed-document.ts';
import { enqueue, inJobTransaction } from '#lib/store/queue.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { markRead, markReadAgain } from '#lib/store/submissions.ts';
import { foldJobsFor } from './fold-jobs.ts';
import type { Parse } from './parse.ts';

export interface ReadOptions {
  readonly parse: Parse;
  /** Done in the same transaction, such as completing the job. */
  readonly finish?: (db: Queryable) => Promise<void>;
}

/**
 * Reads artifacts: parses what wasn't parsed yet, keeps documents and keys, and asks for the folds that follow, all in one
 * transaction, so that nothing is read without being folded. Reading again changes nothing.
 */
export async function readArtifactsInto(store: Store, digests: readonly string[], { parse, finish }: ReadOptions): Promise<void> {
  const artifacts = [...new Set(digests)];
  const known = await alreadyRead(store.pool, artifacts, PARSER_VERSION);
  const parsed = await parse(
    await readArtifacts(
      store.pool,
      artifacts.filter((sha256) => !known.has(sha256)),
    ),
  );
  await inJobTransaction(store, async (db) => {
    await saveDocuments(
      db,
      [...parsed].map(([sha256, documents]) => ({ sha256, documents })),
      PARSER_VERSION,
    );
    await markRead(
      db,
      [...parsed].map(([sha256, documents]) => ({ sha256, ...outcomeOf(documents) })),
    );
    await markReadAgain(db, [...known]);
    await enqueue(store, db, { queue: 'fold', jobs: await foldJobsFor(db, artifacts) });
    await finish?.(db);
  });
}

function outcomeOf(documents: readonly PackedDocument[]): { kind: string; readable: boolean } {
  const readable = documents.find(({ error }) => error === null);
  return { kind: (readable ?? documents[0])?.kind ?? 'unknown', readable: readable !== undefined };
}
