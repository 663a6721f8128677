import { readArtifact } from '#lib/artifact/read.ts';
import type { ReadDocument } from '#lib/artifact/types.ts';
import type { ParseErrorCode } from '#lib/encoding/parse-error.ts';
import { type PackedDocument, packDocument } from '#lib/store/packed-document.ts';

/**
 * Parses the bytes of artifacts, wherever that runs; never throws for what a file holds. An artifact without an entry in the answer
 * needs more than this reader gives a file: it is set aside for one that gives more.
 */
export type Parse = (artifacts: ReadonlyMap<string, Uint8Array>) => Promise<ReadonlyMap<string, readonly PackedDocument[]>>;

/** Parses in this thread: for tests and small tools. The worker process parses in threads of their own, with a budget. */
export const parseHere: Parse = async (artifacts) => new Map([...artifacts].map(([sha256, bytes]) => [sha256, parseArtifact(bytes)]));

export function parseArtifact(bytes: Uint8Array): readonly PackedDocument[] {
  return readArtifact(bytes).documents.map(packDocument);
}

/** What a file took more of than it may. */
export type Exhausted = Extract<ParseErrorCode, 'too-slow' | 'too-much-memory' | 'given-up'>;

/** What is kept of a file whose reading was stopped. */
export function stoppedReading(
  sha256: string,
  { code, message }: { readonly code: Exhausted; readonly message: string },
): readonly PackedDocument[] {
  const read: ReadDocument = { id: sha256, kind: 'unknown', document: undefined, warnings: [], error: { code, message }, offset: 0 };
  return [packDocument(read)];
}
