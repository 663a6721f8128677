import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHUNK_BYTES } from '#lib/store/artifacts.ts';

/** Holds a file while it comes: small ones in memory, large ones in a temporary file, so that no connection waits for a slow client. */
export interface Spool {
  readonly size: () => number;
  readonly write: (chunk: Uint8Array) => Promise<void>;
  /** What was written, in pieces of at most CHUNK_BYTES. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
  readonly remove: () => Promise<void>;
}

const MEMORY_BYTES = CHUNK_BYTES;

export function makeSpool(): Spool {
  let size = 0;
  let held: Uint8Array[] = [];
  let file: { folder: string; handle: FileHandle } | undefined;
  return {
    size: () => size,
    async write(chunk) {
      size += chunk.byteLength;
      if (file === undefined && size <= MEMORY_BYTES) {
        // The stream may use its buffer again.
        held.push(new Uint8Array(chunk));
        return;
      }
      file ??= await openFile();
      for (const part of [...held, chunk]) await file.handle.writeFile(part);
      held = [];
    },
    async *chunks() {
      if (file === undefined) {
        if (size > 0) yield Buffer.concat(held);
        return;
      }
      for (let position = 0; position < size; ) {
        const { buffer, bytesRead } = await file.handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
        if (bytesRead === 0) throw new Error(`the temporary file of an upload ends at ${position} of ${size} bytes`);
        yield buffer.subarray(0, bytesRead);
        position += bytesRead;
      }
    },
    async remove() {
      held = [];
      await file?.handle.close();
      if (file !== undefined) await rm(file.folder, { recursive: true, force: true });
    },
  };
}

async function openFile(): Promise<{ folder: string; handle: FileHandle }> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-upload-'));
  return { folder, handle: await open(join(folder, 'bytes'), 'wx+', 0o600) };
}
