import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { MAX_ARTIFACT_BYTES } from '#lib/artifact/read.ts';
import { UsageError } from './command.ts';

/** Files that one run takes from a folder. */
const MAX_FILES = 1_000_000;

/** A file and its name as the user wrote it, or relative to the folder that was named. */
export interface NamedFile {
  readonly name: string;
  readonly path: string;
}

/** Bytes of one file. @throws UsageError with exit code 2 when it isn't there, is no file, or is over the limit */
export async function readInput(path: string): Promise<Uint8Array> {
  const about = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(isMissing(error) ? `${path} is no file or folder` : `${path} can't be read: ${error.message}`, 2);
  });
  if (about.isDirectory()) throw new UsageError(`${path} is a folder; name the files in it`, 2);
  if (!about.isFile()) throw new UsageError(`${path} is not a file`, 2);
  if (about.size > MAX_ARTIFACT_BYTES) throw new UsageError(`${path} has ${about.size} bytes; the limit is ${MAX_ARTIFACT_BYTES}`, 2);
  return readFile(path);
}

/** All files below a folder, sorted by name, hidden ones left out. Symbolic links are not followed. */
export async function listFolder(folder: string): Promise<readonly NamedFile[]> {
  await refuseOther(folder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: relative(folder, path).split(sep).join('/') }))
    .filter(({ name }) => !name.split('/').some((part) => part.startsWith('.')));
  if (files.length > MAX_FILES) throw new UsageError(`${folder} holds ${files.length} files; the limit is ${MAX_FILES}`, 2);
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const isMissing = ({ code }: NodeJS.ErrnoException): boolean => code === 'ENOENT' || code === 'ENOTDIR';

async function refuseOther(folder: string): Promise<void> {
  const about = await stat(folder).catch(() => undefined);
  if (about === undefined) throw new UsageError(`${folder} is no file or folder`, 2);
  if (about.isDirectory()) return;
  const unpack = /\.zip$/i.test(folder) ? `, and has to be unpacked first: unzip ${folder} -d FOLDER, then name FOLDER` : '';
  throw new UsageError(`${folder} is not a folder${unpack}`, 2);
}
