import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHUNK_BYTES } from '#lib/store/artifacts.ts';

/** Holds a file while it comes: small ones in memory, large ones in a temporary file, so that no connection waits for a slow client. */
export interface Spool {
  readonly size: () => number;
  /** The chunk is the spool's from then on. */
  readonly write: (chunk: Uint8Array) => Promise<void>;
  /** What was written, in pieces of at most CHUNK_BYTES. A piece lasts until the next one is asked for. */
  readonly chunks: () => AsyncIterable<Uint8Array>;
  readonly remove: () => Promise<void>;
}

const MEMORY_BYTES = CHUNK_BYTES;

export function makeSpool(): Spool {
  let size = 0;
  // One chunk is kept as it came. From the second on they are joined, so that a million tiny ones need no more memory than a few.
  let only: Uint8Array | undefined;
  let buffer: Buffer | undefined;
  let file: { folder: string; handle: FileHandle } | undefined;
  const held = (): Uint8Array | undefined => buffer?.subarray(0, size) ?? only;

  function hold(chunk: Uint8Array): void {
    if (size === 0) {
      only = chunk;
    } else {
      buffer ??= bufferWith(only);
      buffer.set(chunk, size);
    }
    size += chunk.byteLength;
  }

  function letGo(): void {
    if (buffer !== undefined) giveBuffer(buffer);
    buffer = undefined;
    only = undefined;
  }

  return {
    size: () => size,
    async write(chunk) {
      if (file === undefined && size + chunk.byteLength <= MEMORY_BYTES) return hold(chunk);
      if (file === undefined) {
        file = await openFile();
        const before = held();
        if (before !== undefined) await file.handle.writeFile(before);
        letGo();
      }
      await file.handle.writeFile(chunk);
      size += chunk.byteLength;
    },
    async *chunks() {
      if (file !== undefined) yield* readPieces(file.handle, size);
      else if (size > 0) yield held() ?? new Uint8Array();
    },
    async remove() {
      letGo();
      await file?.handle.close();
      if (file !== undefined) await rm(file.folder, { recursive: true, force: true });
    },
  };
}

async function* readPieces(handle: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  const piece = takeBuffer();
  try {
    for (let position = 0; position < size; ) {
      const { bytesRead } = await handle.read(piece, 0, CHUNK_BYTES, position);
      if (bytesRead === 0) throw new Error(`the temporary file of an upload ends at ${position} of ${size} bytes`);
      yield piece.subarray(0, bytesRead);
      position += bytesRead;
    }
  } finally {
    giveBuffer(piece);
  }
}

/** Buffers that no spool uses: fresh memory costs several times what copying into it does. */
const idle: Buffer[] = [];
const MAX_IDLE = 16;

function takeBuffer(): Buffer {
  return idle.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
}

function giveBuffer(buffer: Buffer): void {
  if (idle.length < MAX_IDLE) idle.push(buffer);
}

function bufferWith(first: Uint8Array | undefined): Buffer {
  const buffer = takeBuffer();
  if (first !== undefined) buffer.set(first);
  return buffer;
}

async function openFile(): Promise<{ folder: string; handle: FileHandle }> {
  const folder = await mkdtemp(join(tmpdir(), 'assay-upload-'));
  return { folder, handle: await open(join(folder, 'bytes'), 'wx+', 0o600) };
}
