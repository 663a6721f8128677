import { toHex } from '#lib/encoding/bytes.ts';
import { contentOf, expectTag, fieldsOf, readDer, readDerPrefix, TAG } from '#lib/encoding/der.ts';
import { readInteger, readSmallInteger, readTime } from '#lib/encoding/der-values.ts';
import { derInteger } from '#lib/encoding/der-write.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { readExtensions } from './extensions.ts';
import { EXTENSION } from './oids.ts';
import { type CertificateList, type OctetRange, REVOCATION_REASONS, type Revoked } from './revocation-types.ts';

/** Entries of one list. The largest public ones have some millions; a file of 64 MiB holds about as many. */
export const MAX_LIST_ENTRIES = 4_000_000;
/** Octets of a serial number, as for certificates. */
const MAX_SERIAL_OCTETS = 64;

/** What one pass over the entries found. */
export interface EntryScan {
  readonly count: number;
  /** A critical entry extension that isn't evaluated, as an OID: then the list must not be used at all. */
  readonly criticalExtension: string | null;
  /** An entry names another certificate issuer: the list is indirect. */
  readonly namesIssuers: boolean;
}

/**
 * Walks over all entries once, without making anything of them: a million take a fraction of a second and no memory.
 * @throws ParseError 'bad-tag' | 'bad-length' | 'truncated' | 'bad-value' | 'bad-time' | 'too-many', with the octet offset
 * @spec   RFC 5280 sections 5.1.2.6 and 5.3
 */
export function scanEntries(bytes: Uint8Array, range: OctetRange): EntryScan {
  let count = 0;
  let criticalExtension: string | null = null;
  let namesIssuers = false;
  for (let at = range.start; at < range.end; ) {
    count += 1;
    if (count > MAX_LIST_ENTRIES) {
      throw new ParseError('too-many', `more than ${MAX_LIST_ENTRIES} entries in one revocation list`, { offset: at });
    }
    const entry = headerAt(bytes, { at, limit: range.end, tag: TAG.sequence, what: 'an entry' });
    const serialEnd = skipSerial(bytes, entry);
    const timeEnd = skipTime(bytes, { start: serialEnd, end: entry.end });
    if (timeEnd < entry.end) {
      const found = scanExtensions(bytes, { start: timeEnd, end: entry.end });
      criticalExtension ??= found.criticalExtension;
      namesIssuers ||= found.namesIssuers;
    }
    at = entry.end;
  }
  return { count, criticalExtension, namesIssuers };
}

/** What a list says about a serial number, or null when it isn't on it. The first entry counts. */
export function findEntry(list: CertificateList, serialNumber: bigint): Revoked | null {
  const { der, entries } = list;
  if (entries.end === entries.start) return null;
  const slots = indexOf(list);
  const wanted = contentOf(readDer(derInteger(serialNumber)));
  for (let slot = hashOf(wanted, { start: 0, end: wanted.length }) & (slots.length - 1); ; slot = (slot + 1) & (slots.length - 1)) {
    const stored = slots[slot] ?? 0;
    if (stored === 0) return null;
    const start = stored - 1;
    if (sameOctets(der, serialAt(der, start), wanted)) return readEntry(list, start);
  }
}

/** Serial numbers of the first entries, for a person who looks at the list. */
export function firstEntries(list: CertificateList, limit: number): readonly (Revoked & { readonly serialNumber: bigint })[] {
  const { der, entries } = list;
  const found: (Revoked & { readonly serialNumber: bigint })[] = [];
  for (let at = entries.start; at < entries.end && found.length < limit; ) {
    const node = readDerPrefix(der.subarray(at, entries.end));
    found.push({ serialNumber: readInteger(fieldsOf(node).take('userCertificate', TAG.integer)), ...readEntry(list, at) });
    at += node.end;
  }
  return found;
}

/** A date that no calendar has counts as the list's own. @spec RFC 5280 section 5.3 */
function readEntry({ der, thisUpdate }: CertificateList, start: number): Revoked {
  const fields = fieldsOf(readDerPrefix(der.subarray(start)));
  fields.take('userCertificate', TAG.integer);
  const revokedAt = readable(fields.take('revocationDate'), readTime) ?? thisUpdate;
  const extensions = readable(fields.takeOptional(TAG.sequence), readExtensions) ?? [];
  const value = (oid: string) => extensions.find((extension) => extension.oid === oid)?.value;
  return {
    revokedAt,
    reason: readable(value(EXTENSION.reasonCode), (bytes) => reasonByNumber(reasonNumber(bytes))) ?? 'unspecified',
    invalidSince: readable(value(EXTENSION.invalidityDate), (bytes) => readTime(readDer(bytes))),
  };
}

/** The name of a reason; an unknown number is `unspecified`. */
export function reasonByNumber(number: number): Revoked['reason'] {
  const reason = REVOCATION_REASONS[number];
  return reason === undefined || reason === 'unused' ? 'unspecified' : reason;
}

function reasonNumber(bytes: Uint8Array): number {
  return readSmallInteger(expectTag(readDer(bytes), TAG.enumerated, 'CRLReason'));
}

/** What can't be read says nothing; a revocation without a reason counts strictly. */
function readable<T, V>(value: V | undefined, read: (value: V) => T): T | null {
  if (value === undefined) return null;
  try {
    return read(value);
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

/** Where entries begin, plus one, by the hash of their serial number; 0 is empty. Open addressing, at most half full. */
type EntryIndex = Int32Array;

/** Made at the first question, and gone with the list: 4 to 8 octets an entry. */
const indexes = new WeakMap<CertificateList, EntryIndex>();

function indexOf(list: CertificateList): EntryIndex {
  const known = indexes.get(list);
  if (known !== undefined) return known;
  const { der, entries, entryCount } = list;
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, entryCount * 2))));
  for (let at = entries.start; at < entries.end; ) {
    const entry = headerAt(der, { at, limit: entries.end, tag: TAG.sequence, what: 'an entry' });
    let slot = hashOf(der, serialAt(der, at)) & (slots.length - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = at + 1;
    at = entry.end;
  }
  indexes.set(list, slots);
  return slots;
}

/** The significant octets of the serial number of an entry that was walked over before. */
function serialAt(bytes: Uint8Array, entryStart: number): OctetRange {
  const entry = headerAt(bytes, { at: entryStart, limit: bytes.length, tag: TAG.sequence, what: 'an entry' });
  const { start, end } = headerAt(bytes, { at: entry.start, limit: entry.end, tag: TAG.integer, what: 'a serial number' });
  let first = start;
  while (end - first > 1 && bytes[first] === 0 && (bytes[first + 1] ?? 0) < 0x80) first += 1;
  return { start: first, end };
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, { start, end }: OctetRange): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash >>> 0;
}

function sameOctets(bytes: Uint8Array, { start, end }: OctetRange, wanted: Uint8Array): boolean {
  if (end - start !== wanted.length) return false;
  for (let index = 0; index < wanted.length; index += 1) if (bytes[start + index] !== wanted[index]) return false;
  return true;
}

function skipSerial(bytes: Uint8Array, entry: OctetRange): number {
  const { start, end } = headerAt(bytes, { at: entry.start, limit: entry.end, tag: TAG.integer, what: 'a serial number' });
  if (start === end || end - start > MAX_SERIAL_OCTETS) {
    throw new ParseError('bad-value', `a serial number of ${end - start} octets at ${start}`, { offset: start });
  }
  return end;
}

/** Looks at form only; a date that no calendar has is told when somebody asks for the entry. */
function skipTime(bytes: Uint8Array, { start: at, end: limit }: OctetRange): number {
  const tag = bytes[at] === TAG.generalizedTime ? TAG.generalizedTime : TAG.utcTime;
  const { start, end } = headerAt(bytes, { at, limit, tag, what: 'a revocation date' });
  const digits = tag === TAG.utcTime ? 12 : 14;
  let isTime = end - start === digits + 1 && bytes[end - 1] === 0x5a;
  for (let index = start; index < end - 1; index += 1) isTime &&= (bytes[index] ?? 0) >= 0x30 && (bytes[index] ?? 0) <= 0x39;
  if (!isTime) {
    throw new ParseError(
      'bad-time',
      `${JSON.stringify(Buffer.from(bytes.subarray(start, Math.min(end, start + 30))).toString('latin1'))} at ${at} is no time`,
      {
        offset: at,
        spec: 'RFC 5280 section 5.1.2.6',
      },
    );
  }
  return end;
}

const UNDERSTOOD: ReadonlySet<string> = new Set([EXTENSION.reasonCode, EXTENSION.invalidityDate, EXTENSION.certificateIssuer]);
/** 2.5.29.n, as every extension of an entry that RFC 5280 defines is called. */
const ENTRY_EXTENSION_OCTETS = 3;

function scanExtensions(bytes: Uint8Array, { start, end }: OctetRange): Omit<EntryScan, 'count'> {
  const list = headerAt(bytes, { at: start, limit: end, tag: TAG.sequence, what: 'the extensions of an entry' });
  if (list.end !== end) throw new ParseError('trailing-data', `an entry goes on at ${list.end} after its last field`, { offset: list.end });
  let criticalExtension: string | null = null;
  let namesIssuers = false;
  for (let at = list.start; at < list.end; ) {
    const extension = headerAt(bytes, { at, limit: list.end, tag: TAG.sequence, what: 'an extension' });
    const oid = headerAt(bytes, { at: extension.start, limit: extension.end, tag: TAG.oid, what: 'an extension OID' });
    const isCritical = bytes[oid.end] === TAG.boolean && bytes[oid.end + 2] !== 0;
    if (isCritical || bytes[oid.end - 1] === 29) {
      const name = oidText(bytes, oid);
      if (name === EXTENSION.certificateIssuer) namesIssuers = true;
      if (isCritical && !UNDERSTOOD.has(name)) criticalExtension ??= name;
    }
    at = extension.end;
  }
  return { criticalExtension, namesIssuers };
}

/** In clear for the arc that is asked about; another one as hexadecimal, which is only shown. */
function oidText(bytes: Uint8Array, { start, end }: OctetRange): string {
  const isStandard = end - start === ENTRY_EXTENSION_OCTETS && bytes[start] === 0x55 && bytes[start + 1] === 0x1d;
  return isStandard ? `2.5.29.${bytes[start + 2]}` : `#${toHex(bytes.subarray(start, end))}`;
}

interface Place {
  readonly at: number;
  readonly limit: number;
  readonly tag: number;
  readonly what: string;
}

/** Where the contents of a value of that tag begin and end. @spec X.690 section 8.1 */
function headerAt(bytes: Uint8Array, { at, limit, tag, what }: Place): OctetRange {
  if (bytes[at] !== tag || at >= limit) throw wrongTag(bytes, { at, limit, tag, what });
  const first = bytes[at + 1] ?? 0;
  let length = first;
  let start = at + 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 4) throw new ParseError('bad-length', `a length that DER forbids at ${at + 1}`, { offset: at + 1 });
    length = 0;
    for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[start + index] ?? 0);
    start += count;
  }
  const end = start + length;
  if (end > limit) {
    throw new ParseError('truncated', `length ${length} at ${at + 1} reaches ${end - limit} octets beyond the enclosing value`, {
      offset: at + 1,
    });
  }
  return { start, end };
}

function wrongTag(bytes: Uint8Array, { at, limit, tag, what }: Place): ParseError {
  const hex = (octet: number) => `0x${octet.toString(16).padStart(2, '0')}`;
  if (at >= limit) return new ParseError('missing-field', `${what} is missing at ${at}`, { offset: at });
  return new ParseError('bad-tag', `got tag ${hex(bytes[at] ?? 0)} at ${at}, wanted ${what} (${hex(tag)})`, { offset: at });
}
