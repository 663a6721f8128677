import { ParseError } from './parse-error.ts';

/** Files of one archive. Microsoft's archive of TPM vendors' certificates has under 2,000. */
export const MAX_ZIP_ENTRIES = 4000;
/** Octets of one file, unpacked. */
export const MAX_ZIP_ENTRY_BYTES = 1024 * 1024;
/** Octets of all files together, unpacked. */
export const MAX_ZIP_BYTES = 32 * 1024 * 1024;

const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
const [LOCAL_BYTES, CENTRAL_BYTES, END_BYTES] = [30, 46, 22];
/** The comment behind the end record is at most this long. */
const MAX_COMMENT = 0xffff;
const [STORED, DEFLATED] = [0, 8];
const ENCRYPTED = 1;

/** One file of an archive. `path` is what the archive says: to be shown, never to be opened. */
export interface ZipEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Unpacks octets by DEFLATE, at most so many; null for what can't be unpacked, or is larger. */
export type Inflate = (octets: Uint8Array, most: number) => Uint8Array | null;

export interface ZipReading {
  /** By the path that the archive says. */
  readonly isWanted: (path: string) => boolean;
  readonly inflate: Inflate;
}

/** Whether the octets begin like an archive with at least one file. */
export const looksLikeZip = (bytes: Uint8Array): boolean => bytes.length >= LOCAL_BYTES && viewOf(bytes).getUint32(0, true) === LOCAL;

/**
 * Unpacks the files of an archive for which `isWanted` holds; folders and others are left packed. Lengths that it states are checked against what is there, and
 * nothing is unpacked beyond the limits.
 * @throws ParseError 'truncated' | 'bad-value' | 'too-many' | 'too-large' | 'unsupported-version', with the octet offset
 * @spec   PKWARE APPNOTE 6.3.10 sections 4.3.7, 4.3.12 and 4.3.16
 */
export function readZip(bytes: Uint8Array, { isWanted, inflate }: ZipReading): readonly ZipEntry[] {
  const view = viewOf(bytes);
  const end = endRecord(view);
  const count = view.getUint16(end + 10, true);
  if (count > MAX_ZIP_ENTRIES)
    throw new ParseError('too-many', `${count} files in one archive; at most ${MAX_ZIP_ENTRIES} are read`, { offset: end });
  const entries: ZipEntry[] = [];
  let [at, total] = [view.getUint32(end + 16, true), 0];
  for (let index = 0; index < count; index += 1) {
    const header = centralHeader(view, bytes, at);
    at = header.next;
    if (header.path.endsWith('/') || !isWanted(header.path)) continue;
    const entry = unpack({ view, bytes, inflate }, header);
    total += entry.length;
    if (total > MAX_ZIP_BYTES) throw new ParseError('too-large', `more than ${MAX_ZIP_BYTES} octets unpacked`, { offset: header.offset });
    entries.push({ path: header.path, bytes: entry });
  }
  return entries;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The last one counts: what stands before it may look like one. */
function endRecord(view: DataView): number {
  const from = view.byteLength - END_BYTES;
  for (let at = from; at >= 0 && at >= from - MAX_COMMENT; at -= 1) if (view.getUint32(at, true) === END) return at;
  throw new ParseError('truncated', 'the archive has no end: it was cut off', { offset: view.byteLength });
}

interface Header {
  readonly path: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
  readonly next: number;
}

function centralHeader(view: DataView, bytes: Uint8Array, at: number): Header {
  refuseBeyond(view, at + CENTRAL_BYTES, at);
  if (view.getUint32(at, true) !== CENTRAL)
    throw new ParseError('bad-value', 'no entry of the directory where one should begin', { offset: at });
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  const [name, extra, comment] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true)];
  const next = at + CENTRAL_BYTES + name + extra + comment;
  refuseBeyond(view, next, at);
  if ((flags & ENCRYPTED) !== 0) throw new ParseError('unsupported-version', 'a file of the archive is encrypted', { offset: at });
  const path = Buffer.from(bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + name)).toString('utf8');
  return {
    path,
    method,
    packed: view.getUint32(at + 20, true),
    unpacked: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
    next,
  };
}

interface Packed {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly inflate: Inflate;
}

function unpack({ view, bytes, inflate }: Packed, { method, packed, unpacked, offset }: Header): Uint8Array {
  if (unpacked > MAX_ZIP_ENTRY_BYTES)
    throw new ParseError('too-large', `a file of ${unpacked} octets; at most ${MAX_ZIP_ENTRY_BYTES} are read`, { offset });
  refuseBeyond(view, offset + LOCAL_BYTES, offset);
  if (view.getUint32(offset, true) !== LOCAL)
    throw new ParseError('bad-value', 'no file where the directory says that one begins', { offset });
  const begin = offset + LOCAL_BYTES + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  refuseBeyond(view, begin + packed, offset);
  const content = bytes.subarray(begin, begin + packed);
  const octets = method === STORED ? content : method === DEFLATED ? inflated(content, { inflate, offset }) : null;
  if (octets === null) throw new ParseError('unsupported-version', `packed by the method ${method}; 0 and 8 are read`, { offset });
  if (octets.length !== unpacked)
    throw new ParseError('bad-value', `${octets.length} octets where the directory says ${unpacked}`, { offset });
  return octets;
}

function inflated(content: Uint8Array, { inflate, offset }: { readonly inflate: Inflate; readonly offset: number }): Uint8Array {
  const octets = inflate(content, MAX_ZIP_ENTRY_BYTES);
  if (octets !== null) return octets;
  throw new ParseError('bad-value', 'a file of the archive can’t be unpacked, or is larger than it says', { offset });
}

function refuseBeyond(view: DataView, end: number, offset: number): void {
  if (end > view.byteLength)
    throw new ParseError('truncated', `the archive ends at ${view.byteLength}, and this needs ${end} octets`, { offset });
}
