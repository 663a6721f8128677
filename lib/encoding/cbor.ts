import { concatBytes, decodeUtf8 } from './bytes.ts';
import { type CborEntry, type CborItem, cborIdentity } from './cbor-item.ts';
import { ParseError, type ParseErrorCode } from './parse-error.ts';

/** Nesting of arrays, maps and tags that is read. A CoRIM inside a COSE_Sign1 stays under 20. */
export const MAX_CBOR_DEPTH = 64;
/** Data items in one text, keys and chunks among them. */
export const MAX_CBOR_ITEMS = 1_000_000;

/** What a caller may ask for; absent members mean the constants above. */
export interface CborLimits {
  readonly maxDepth?: number;
  readonly maxItems?: number;
  /** Offset of the first octet in the file, where the text is a part of one: added to offsets in errors. */
  readonly base?: number;
}

const SPEC = 'RFC 8949 section 3';
const BREAK = 0xff;
const INDEFINITE = 31;

interface Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly base: number;
  readonly maxDepth: number;
  readonly maxItems: number;
  at: number;
  items: number;
}

/**
 * Reads one CBOR data item strictly: no duplicate keys, nothing after it, bounded depth and count, strict UTF-8. Definite and indefinite
 * lengths and heads longer than needed are read; a count is compared with the octets that are left before anything is made for it.
 * @throws ParseError 'empty-file' | 'truncated' | 'bad-value' | 'bad-utf8' | 'duplicate-key' | 'too-deep' | 'too-many' | 'trailing-data'
 * @spec   RFC 8949 sections 3 and 5.6
 */
export function parseCbor(bytes: Uint8Array, limits: CborLimits = {}): CborItem {
  const { maxDepth = MAX_CBOR_DEPTH, maxItems = MAX_CBOR_ITEMS, base = 0 } = limits;
  if (bytes.length === 0) throw new ParseError('empty-file', 'no CBOR data item in no octets', { offset: base, spec: SPEC });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader: Reader = { bytes, view, base, maxDepth, maxItems, at: 0, items: 0 };
  const item = readItem(reader, 0);
  if (reader.at < bytes.length) throw refusal(reader, 'trailing-data', `${bytes.length - reader.at} octets follow the data item`);
  return item;
}

function refusal({ base, at }: Reader, code: ParseErrorCode, what: string, offset = at): ParseError {
  return new ParseError(code, `${what}, at octet ${base + offset}`, { offset: base + offset, spec: SPEC });
}

interface Head {
  readonly start: number;
  readonly major: number;
  readonly info: number;
}

function readItem(reader: Reader, depth: number): CborItem {
  const start = reader.at;
  const octet = reader.bytes[start];
  if (octet === undefined) throw refusal(reader, 'truncated', 'wanted a data item, and the octets end');
  reader.items += 1;
  if (reader.items > reader.maxItems) throw refusal(reader, 'too-many', `more than ${reader.maxItems} data items`);
  if (depth > reader.maxDepth) throw refusal(reader, 'too-deep', `nested deeper than ${reader.maxDepth} levels`);
  reader.at += 1;
  const head = { start, major: octet >> 5, info: octet & 31 };
  switch (head.major) {
    case 0:
      return { kind: 'integer', value: readArgument(reader, head), start, end: reader.at };
    case 1:
      return { kind: 'integer', value: negative(readArgument(reader, head)), start, end: reader.at };
    case 2:
      return { kind: 'bytes', value: readString(reader, head), start, end: reader.at };
    case 3:
      return { kind: 'text', value: readText(reader, head), start, end: reader.at };
    case 4:
      return { kind: 'array', items: readElements(reader, head, depth), start, end: reader.at };
    case 5:
      return { kind: 'map', entries: readEntries(reader, head, depth), start, end: reader.at };
    case 6:
      return { kind: 'tag', tag: readArgument(reader, head), item: readItem(reader, depth + 1), start, end: reader.at };
    default:
      return readSimple(reader, head);
  }
}

function negative(argument: number | bigint): number | bigint {
  if (typeof argument === 'number' && argument < Number.MAX_SAFE_INTEGER) return -1 - argument;
  return -1n - BigInt(argument);
}

/** Octets of the argument after the initial octet, by the additional information. */
const ARGUMENT_OCTETS: Readonly<Record<number, 1 | 2 | 4 | 8>> = { 24: 1, 25: 2, 26: 4, 27: 8 };

function readArgument(reader: Reader, { start, info }: Head): number | bigint {
  if (info < 24) return info;
  const octets = ARGUMENT_OCTETS[info];
  if (octets === undefined) throw refusal(reader, 'bad-value', `additional information ${info} says no number`, start);
  const at = step(reader, octets);
  if (octets === 1) return reader.view.getUint8(at);
  if (octets === 2) return reader.view.getUint16(at);
  if (octets === 4) return reader.view.getUint32(at);
  const value = reader.view.getBigUint64(at);
  return value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

/** Passes so many octets; returns where they begin. */
function step(reader: Reader, octets: number | bigint): number {
  const { at } = reader;
  const left = reader.bytes.length - at;
  if (octets > left) throw refusal(reader, 'truncated', `wanted ${octets} octets and ${left} are left`);
  reader.at += Number(octets);
  return at;
}

function readString(reader: Reader, head: Head): Uint8Array {
  if (head.info !== INDEFINITE) return readDefinite(reader, head);
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = readChunk(reader, head.major);
    if (chunk === undefined) return concatBytes(chunks);
    chunks.push(chunk);
  }
}

function readDefinite(reader: Reader, head: Head): Uint8Array {
  const length = readArgument(reader, head);
  const at = step(reader, length);
  return reader.bytes.subarray(at, reader.at);
}

/** The next chunk of a string of indefinite length: of the same type, and of definite length itself. Undefined at the break. */
function readChunk(reader: Reader, major: number): Uint8Array | undefined {
  const start = reader.at;
  const octet = reader.view.getUint8(step(reader, 1));
  if (octet === BREAK) return undefined;
  reader.items += 1;
  if (reader.items > reader.maxItems) throw refusal(reader, 'too-many', `more than ${reader.maxItems} data items`, start);
  if (octet >> 5 !== major || (octet & 31) === INDEFINITE) {
    throw refusal(reader, 'bad-value', 'wanted a chunk of the same type and of definite length', start);
  }
  return readDefinite(reader, { start, major, info: octet & 31 });
}

/** Each chunk is text by itself. */
function readText(reader: Reader, head: Head): string {
  const text = (octets: Uint8Array): string => decodeUtf8(octets, reader.base + reader.at - octets.length);
  if (head.info !== INDEFINITE) return text(readDefinite(reader, head));
  const chunks: string[] = [];
  for (;;) {
    const chunk = readChunk(reader, head.major);
    if (chunk === undefined) return chunks.join('');
    chunks.push(text(chunk));
  }
}

/** How many times `octets` at least must follow, or Infinity where a break ends the list. */
function readCount(reader: Reader, head: Head, octets: number): number {
  if (head.info === INDEFINITE) return Number.POSITIVE_INFINITY;
  const count = readArgument(reader, head);
  const left = reader.bytes.length - reader.at;
  if (count > Math.floor(left / octets))
    throw refusal(reader, 'truncated', `${count} items are told and ${left} octets are left`, head.start);
  return Number(count);
}

function isAtBreak(reader: Reader): boolean {
  if (reader.bytes[reader.at] !== BREAK) return false;
  reader.at += 1;
  return true;
}

function readElements(reader: Reader, head: Head, depth: number): readonly CborItem[] {
  const count = readCount(reader, head, 1);
  const items: CborItem[] = [];
  while (items.length < count) {
    if (count === Number.POSITIVE_INFINITY && isAtBreak(reader)) break;
    items.push(readItem(reader, depth + 1));
  }
  return items;
}

function readEntries(reader: Reader, head: Head, depth: number): readonly CborEntry[] {
  const count = readCount(reader, head, 2);
  const entries: CborEntry[] = [];
  const known = new Set<string>();
  while (entries.length < count) {
    if (count === Number.POSITIVE_INFINITY && isAtBreak(reader)) break;
    const key = readItem(reader, depth + 1);
    const before = known.size;
    if (known.add(cborIdentity(key)).size === before) throw refusal(reader, 'duplicate-key', 'a key stands twice in one map', key.start);
    entries.push({ key, value: readItem(reader, depth + 1) });
  }
  return entries;
}

function readSimple(reader: Reader, head: Head): CborItem {
  const { start, info } = head;
  if (info === 20 || info === 21) return { kind: 'boolean', value: info === 21, start, end: reader.at };
  if (info === 22 || info === 23) return { kind: info === 22 ? 'null' : 'undefined', start, end: reader.at };
  if (info < 20) return { kind: 'simple', value: info, start, end: reader.at };
  if (info === 24) {
    const value = reader.view.getUint8(step(reader, 1));
    if (value < 32) throw refusal(reader, 'bad-value', `the simple value ${value} is written in two octets`, start);
    return { kind: 'simple', value, start, end: reader.at };
  }
  if (info > 27)
    throw refusal(reader, 'bad-value', info === INDEFINITE ? 'a break where nothing is open' : 'a reserved initial octet', start);
  return { kind: 'float', value: readFloat(reader, info), start, end: reader.at };
}

function readFloat(reader: Reader, info: number): number {
  if (info === 26) return reader.view.getFloat32(step(reader, 4));
  if (info === 27) return reader.view.getFloat64(step(reader, 8));
  return halfFloat(reader.view.getUint16(step(reader, 2)));
}

/** @spec RFC 8949 appendix D */
function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
