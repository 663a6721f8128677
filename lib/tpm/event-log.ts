import { equalBytes } from '#lib/encoding/bytes.ts';
import { type OctetCursor, octetCursor } from '#lib/encoding/octet-cursor.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { findTpmHash } from './algorithms.ts';
import { EVENT_TYPE } from './event-types.ts';
import type { EventDigest, EventLog, LogEvent, SpecIdEvent } from './types.ts';

/** Octets of one log. A firmware table has 64 KiB; with all that an operating system adds, real ones stay under 1 MiB. */
export const MAX_LOG_BYTES = 16 * 1024 * 1024;
/** Records of one log. Real ones have fewer than 300. */
export const MAX_EVENTS = 50_000;
/** Banks of one log, and digests of one record. */
export const MAX_LOG_BANKS = 16;
/** The highest index that a PCR, or a register of a trust domain, has. */
const MAX_PCR = 31;
const SHA1 = 0x0004;
const SHA1_SIZE = 20;
const MAX_DIGEST = 128;
/** What an index is made of that ends a table which is filled up with ones. */
const ENDED = 0xff;
const INDEX_OCTETS = 4;
const SPEC = 'TCG PC Client Platform Firmware Profile 1.06 section 10';
const [SPEC_ID, STARTUP_LOCALITY] = ['Spec ID Event03\0', 'StartupLocality\0'];

/**
 * Parses one event log, of SHA-1 alone or crypto-agile; padding behind the last record is told, anything else is refused.
 * @param bytes  of one log: a container of several is taken apart before
 * @throws ParseError 'truncated', 'too-large', 'too-many', 'bad-value', 'unsupported-version', with the offset
 * @spec TCG PC Client Platform Firmware Profile 1.06 sections 10.2 and 10.4
 */
export function parseEventLog(bytes: Uint8Array): EventLog {
  if (bytes.length > MAX_LOG_BYTES) {
    throw new ParseError('too-large', `an event log of ${bytes.length} octets; at most ${MAX_LOG_BYTES} are read`, { spec: SPEC });
  }
  const cursor = octetCursor({ bytes, order: 'little-endian', spec: SPEC });
  const first = readSha1Event(cursor);
  const specId = readSpecId(first, bytes);
  const sizes = new Map(specId?.algorithms.map(({ hash, size }) => [hash, size]) ?? [[SHA1, SHA1_SIZE]]);
  const events = specId === null ? [first] : [];
  while (cursor.left() > 0 && !isPadding(cursor, bytes)) {
    if (events.length === MAX_EVENTS) throw cursor.refuse('too-many', `more than ${MAX_EVENTS} records`);
    events.push(specId === null ? readSha1Event(cursor) : readAgileEvent(cursor, sizes));
  }
  return {
    format: specId === null ? 'sha1' : 'crypto-agile',
    specId,
    algorithms: [...sizes.keys()],
    events,
    startupLocality: events.map(localityOf).find((locality) => locality !== undefined) ?? 0,
    padding: paddingFrom(cursor, bytes),
  };
}

/** An index that no PCR has; or nothing but zeros up to the end, and more of them than a record that was cut off could begin with. */
function isPadding(cursor: OctetCursor, bytes: Uint8Array): boolean {
  const rest = bytes.subarray(cursor.offset());
  const isEnded = rest.length >= INDEX_OCTETS && rest.subarray(0, INDEX_OCTETS).every((octet) => octet === ENDED);
  return isEnded || (rest.length >= 2 * INDEX_OCTETS && rest.every((octet) => octet === 0));
}

function paddingFrom(cursor: OctetCursor, bytes: Uint8Array): EventLog['padding'] {
  const rest = bytes.subarray(cursor.offset());
  return rest.length === 0 ? null : { offset: cursor.offset(), octets: rest.length, uniform: rest.every((octet) => octet === rest[0]) };
}

/** TCG_PCR_EVENT. */
function readSha1Event(cursor: OctetCursor): LogEvent {
  const { offset, pcr, type } = readHead(cursor);
  const digests = [{ hash: SHA1, digest: cursor.take(SHA1_SIZE, 'digest') }];
  return { offset, pcr, type, digests, data: cursor.take(cursor.u32('eventSize'), 'event') };
}

/** TCG_PCR_EVENT2. */
function readAgileEvent(cursor: OctetCursor, sizes: ReadonlyMap<number, number>): LogEvent {
  const { offset, pcr, type } = readHead(cursor);
  const count = cursor.u32('digests.count');
  if (count > MAX_LOG_BANKS) throw cursor.refuse('too-many', `${count} digests in one record; at most ${MAX_LOG_BANKS} are read`);
  const digests: EventDigest[] = [];
  for (let index = 0; index < count; index += 1) digests.push(readDigest(cursor, sizes));
  return { offset, pcr, type, digests, data: cursor.take(cursor.u32('eventSize'), 'event') };
}

function readHead(cursor: OctetCursor): Pick<LogEvent, 'offset' | 'pcr' | 'type'> {
  const offset = cursor.offset();
  const pcr = cursor.u32('pcrIndex');
  if (pcr > MAX_PCR) throw cursor.refuse('bad-value', `a record for PCR ${pcr}; there are PCRs 0 to ${MAX_PCR}`, offset);
  return { offset, pcr, type: cursor.u32('eventType') };
}

/** An algorithm that the head doesn't name has no size, so nothing behind it can be read. */
function readDigest(cursor: OctetCursor, sizes: ReadonlyMap<number, number>): EventDigest {
  const hash = cursor.u16('digest.hashAlg');
  const size = sizes.get(hash);
  if (size === undefined) {
    const name = `0x${hash.toString(16).padStart(4, '0')}`;
    throw cursor.refuse('bad-value', `a digest by algorithm ${name}, which the head of the log does not name`, cursor.offset() - 2);
  }
  return { hash, digest: cursor.take(size, 'digest') };
}

/** The head of a crypto-agile log; null where the first record is another. */
function readSpecId({ type, data }: LogEvent, bytes: Uint8Array): SpecIdEvent | null {
  if (type !== EVENT_TYPE.EV_NO_ACTION || !startsWithText(data, SPEC_ID)) return null;
  const from = data.byteOffset - bytes.byteOffset;
  const within = { start: from + SPEC_ID.length, end: from + data.length };
  const cursor = octetCursor({ bytes, order: 'little-endian', spec: `${SPEC}.4.5.1`, ...within });
  const platformClass = cursor.u32('platformClass');
  const [minor, major, errata] = [cursor.u8('specVersionMinor'), cursor.u8('specVersionMajor'), cursor.u8('specErrata')];
  if (major !== 2) throw cursor.refuse('unsupported-version', `version ${major}.${minor} of the log; 2.0 is read`, within.start + 4);
  cursor.u8('uintnSize');
  return { platformClass, version: `${major}.${minor}`, errata, algorithms: readAlgorithms(cursor), vendorInfo: readVendorInfo(cursor) };
}

function readAlgorithms(cursor: OctetCursor): SpecIdEvent['algorithms'] {
  const count = cursor.u32('numberOfAlgorithms');
  if (count === 0 || count > MAX_LOG_BANKS) throw cursor.refuse('too-many', `${count} banks; 1 to ${MAX_LOG_BANKS} are read`);
  return Array.from({ length: count }, () => {
    const hash = cursor.u16('algorithmId');
    const size = cursor.u16('digestSize');
    const known = findTpmHash(hash)?.size;
    if (size === 0 || size > MAX_DIGEST || (known !== undefined && known !== size)) {
      throw cursor.refuse('bad-value', `digests of ${size} octets by algorithm 0x${hash.toString(16).padStart(4, '0')}`);
    }
    return { hash, size };
  });
}

/** Some firmware leaves the count of octets out altogether. */
function readVendorInfo(cursor: OctetCursor): Uint8Array {
  if (cursor.left() === 0) return new Uint8Array();
  const info = cursor.take(cursor.u8('vendorInfoSize'), 'vendorInfo');
  cursor.finish('the vendor information');
  return info;
}

/** @spec TCG PC Client Platform Firmware Profile 1.06 section 10.4.5.3 */
function localityOf({ pcr, type, data }: LogEvent): number | undefined {
  const told = type === EVENT_TYPE.EV_NO_ACTION && pcr === 0 && data.length === STARTUP_LOCALITY.length + 1;
  return told && startsWithText(data, STARTUP_LOCALITY) ? data[STARTUP_LOCALITY.length] : undefined;
}

/** Whether octets begin with the ASCII text. */
export function startsWithText(octets: Uint8Array, text: string): boolean {
  return octets.length >= text.length && equalBytes(octets.subarray(0, text.length), Buffer.from(text, 'latin1'));
}
