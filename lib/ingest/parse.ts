import { readArtifact } from '#lib/artifact/read.ts';
import type { ReadDocument } from '#lib/artifact/types.ts';
import { type PackedDocument, packDocument } from '#lib/store/packed-document.ts';

/** Parses the bytes of artifacts, wherever that runs. One entry for every artifact given, never a throw for what a file holds. */
export type Parse = (artifacts: ReadonlyMap<string, Uint8Array>) => Promise<ReadonlyMap<string, readonly PackedDocument[]>>;

/** Parses in this thread: for tests and small tools. The worker process parses in threads of their own, with a budget. */
export const parseHere: Parse = async (artifacts) => new Map([...artifacts].map(([sha256, bytes]) => [sha256, parseArtifact(bytes)]));

export function parseArtifact(bytes: Uint8Array): readonly PackedDocument[] {
  return readArtifact(bytes).documents.map(packDocument);
}

/** What is kept of a file that took too much time or memory to read. */
export function overBudget(sha256: string, message: string): readonly PackedDocument[] {
  const read: ReadDocument = {
    id: sha256,
    kind: 'unknown',
    document: undefined,
    warnings: [],
    error: { code: 'too-large', message },
    offset: 0,
  };
  return [packDocument(read)];
}
