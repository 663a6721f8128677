/** A file with its folders. */
export interface NamedFile {
  readonly file: File;
  readonly name: string;
}

/** Files taken from one drop or one folder; a wrong folder is noticed before it freezes the page. */
export const MAX_FILES = 10_000;

/** Files as a file field gives them, with their folders where a folder was chosen. */
export function chosenFiles(files: FileList): readonly NamedFile[] {
  return [...files]
    .slice(0, MAX_FILES)
    .map((file) => ({ file, name: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath }));
}

/** Files of a drop, those inside folders included. Call it while the drop's event is handled: afterwards the browser has emptied it. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly NamedFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (entries.length === 0) return chosenFiles(transfer.files);
  const found: NamedFile[] = [];
  for (const entry of entries) await collect(entry, found);
  return found;
}

async function collect(entry: FileSystemEntry, found: NamedFile[]): Promise<void> {
  if (found.length >= MAX_FILES) return;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    found.push({ file, name: entry.fullPath.replace(/^\//, '') });
  } else if (isFolder(entry)) {
    for (const child of await childrenOf(entry)) await collect(child, found);
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** Browsers give a folder in parts, and an empty part at its end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const part = await new Promise<readonly FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0 || children.length >= MAX_FILES) return children;
    children.push(...part);
  }
}
