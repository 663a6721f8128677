import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

/** One file of an archive. */
export interface Unzipped {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files of an archive that the app itself made. */
export async function unzip(path: string): Promise<readonly Unzipped[]> {
  const archive = await opened(path);
  const entries = await entriesOf(archive);
  const files: Unzipped[] = [];
  for (const entry of entries) files.push({ name: entry.fileName, bytes: await contentOf(archive, entry) });
  return files;
}

function opened(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(readFileSync(path), { lazyEntries: true }, (error, archive) => (error === null ? resolve(archive) : reject(error)));
  });
}

function entriesOf(archive: ZipFile): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  return new Promise((resolve, reject) => {
    archive.on('entry', (entry: Entry) => {
      entries.push(entry);
      archive.readEntry();
    });
    archive.once('end', () => resolve(entries));
    archive.once('error', reject);
    archive.readEntry();
  });
}

async function contentOf(archive: ZipFile, entry: Entry): Promise<Uint8Array> {
  const stream = await new Promise<Readable>((resolve, reject) => {
    archive.openReadStream(entry, (error, readable) => (error === null ? resolve(readable) : reject(error)));
  });
  return Buffer.concat(await stream.toArray());
}
