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

/** What to do about a file or folder that this computer doesn't let read. */
export const MAKE_READABLE = 'Make it readable for who runs this, or leave it out.';

/** One file or folder that can't be read. A run over many may go on without it. */
export class InputRefused extends UsageError {
  readonly isTooLarge: boolean;
  constructor(message: string, { isTooLarge = false } = {}) {
    super(message, 2);
    this.name = 'InputRefused';
    this.isTooLarge = isTooLarge;
  }
}

/** Bytes of one file. @throws InputRefused when it isn't there, is no file, or is over the limit */
export async function readInput(path: string): Promise<Uint8Array> {
  const about = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw notReadable(path, error);
  });
  if (about.isDirectory()) throw new InputRefused(`${path} is a folder; name the files in it`);
  if (!about.isFile()) throw new InputRefused(`${path} is not a file`);
  if (about.size > MAX_ARTIFACT_BYTES)
    throw new InputRefused(`${path} has ${about.size} bytes; the limit is ${MAX_ARTIFACT_BYTES}`, { isTooLarge: true });
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw notReadable(path, error);
  });
}

const notReadable = (path: string, error: NodeJS.ErrnoException): InputRefused =>
  new InputRefused(isMissing(error) ? `${path} is no file or folder` : `${path} can't be read: ${reasonOf(error)}`);

/** Node's own sentence names the call and the path again. */
const reasonOf = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'EACCES' || code === 'EPERM' ? `this account has no right to (${code})` : (code ?? message);

/** All files below a folder, sorted by name, hidden ones left out. Symbolic links are not followed. @throws InputRefused for a folder in it that can't be read */
export async function listFolder(folder: string): Promise<readonly NamedFile[]> {
  const { files, unreadable } = await walkFolder(folder);
  const [first] = unreadable;
  if (first !== undefined) throw new InputRefused(`${first.path} can't be read: ${first.reason}`);
  return files;
}

/** A folder with everything in it that can be listed. */
export interface WalkedFolder {
  /** Sorted by name, without hidden ones. */
  readonly files: readonly NamedFile[];
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

/** The same, and goes on where a folder in it can't be read. */
export async function walkFolder(folder: string): Promise<WalkedFolder> {
  await refuseOther(folder);
  const files: NamedFile[] = [];
  const unreadable: { path: string; reason: string }[] = [];
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const path = next;
    const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      unreadable.push({ path, reason: reasonOf(error) });
      return [];
    });
    for (const entry of entries.filter(({ name }) => !name.startsWith('.'))) {
      const inside = join(path, entry.name);
      if (entry.isDirectory()) open.push(inside);
      else if (entry.isFile()) files.push({ path: inside, name: relative(folder, inside).split(sep).join('/') });
    }
    if (files.length > MAX_FILES) throw new UsageError(`${folder} holds more than ${MAX_FILES} files`, 2);
  }
  return { files: files.sort((a, b) => (a.name < b.name ? -1 : 1)), unreadable };
}

const isMissing = ({ code }: NodeJS.ErrnoException): boolean => code === 'ENOENT' || code === 'ENOTDIR';

async function refuseOther(folder: string): Promise<void> {
  const about = await stat(folder).catch(() => undefined);
  if (about === undefined) throw new UsageError(`${folder} is no file or folder`, 2);
  if (about.isDirectory()) return;
  const unpack = /\.zip$/i.test(folder) ? `, and has to be unpacked first: unzip ${folder} -d FOLDER, then name FOLDER` : '';
  throw new UsageError(`${folder} is not a folder${unpack}`, 2);
}
