import { parentPort } from 'node:worker_threads';
import { parseArtifact } from '#lib/ingest/parse.ts';
import type { PackedDocument } from '#lib/store/packed-document.ts';

export interface ParseRequest {
  readonly artifacts: readonly (readonly [sha256: string, bytes: Uint8Array])[];
  /** One number, shared: the index of the file that is being read. */
  readonly progress: Int32Array;
}

export type ParseReply =
  | { readonly parsed: readonly (readonly [sha256: string, documents: readonly PackedDocument[]])[] }
  | { readonly failure: string };

// A thread of its own, so that the process can end it when a file takes too much time or memory.
parentPort?.on('message', (request: ParseRequest) => parentPort?.postMessage(answer(request)));

function answer({ artifacts, progress }: ParseRequest): ParseReply {
  try {
    return {
      parsed: artifacts.map(([sha256, bytes], index) => {
        Atomics.store(progress, 0, index);
        return [sha256, parseArtifact(bytes)] as const;
      }),
    };
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
