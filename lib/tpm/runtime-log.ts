import { encodeUtf8, equalBytes, fromHex } from '#lib/encoding/bytes.ts';
import { parseJson } from '#lib/encoding/json.ts';
import { isMembers, type Members } from '#lib/encoding/members.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import { findTpmHash, TPM_HASHES, tpmDigest } from './algorithms.ts';
import { inPlace } from './in-place.ts';
import type { EventDigest } from './types.ts';

/** Records of one log. A system that runs for months has some dozen, and one more for each image that it opens. */
export const MAX_RUNTIME_RECORDS = 20_000;
/** Octets of one record: that of a login holds what is known of the user. */
export const MAX_RUNTIME_RECORD_BYTES = 64 * 1024;
/** Octets of one log. */
export const MAX_RUNTIME_LOG_BYTES = 8 * 1024 * 1024;
const RECORD_LIMITS = { maxDepth: 6, maxValues: 512 } as const;
const MAX_PCR = 23;
const MAX_NV_INDEX = 0xffffffff;
const [RECORD_SEPARATOR, LINE_FEED] = [0x1e, 0x0a];
const SEQUENCE_SPEC = 'RFC 7464 section 2';
const SPEC = 'systemd, TPM2 PCR measurements; TCG Canonical Event Log Format 1.0 section 5 (JSON)';

/** One measurement of the service manager. Only its digests are measured by themselves. */
export interface RuntimeRecord {
  /** Offset in the file, of its record separator. */
  readonly offset: number;
  /** Null for a measurement into an NV index. */
  readonly pcr: number | null;
  /** Of an NvPCR, which is no PCR and is no part of a quote of PCRs; null for a PCR. */
  readonly nvIndex: number | null;
  readonly digests: readonly EventDigest[];
  /** Who wrote the record; the rest of it is read of `systemd` alone. */
  readonly contentType: string | null;
  /** Such as `phase`. No digest covers it. */
  readonly eventType: string | null;
  readonly text: string | null;
  readonly bootId: string | null;
  /** Microseconds since the start. */
  readonly timestamp: number | null;
  /** Whether each digest is that of the text; where none is, it is that of something that the text only describes. */
  readonly textMeasured: boolean;
}

/** What systemd measured while the system ran, oldest first. */
export interface RuntimeLog {
  readonly kind: 'tpm-runtime-log';
  readonly records: readonly RuntimeRecord[];
  readonly warnings: readonly Warning[];
}

/** Whether the bytes begin with a record of such a log. Looks, never throws. @spec RFC 7464 */
export function looksLikeRuntimeLog(bytes: Uint8Array): boolean {
  if (bytes[0] !== RECORD_SEPARATOR) return false;
  const head = Buffer.from(bytes.subarray(1, 256)).toString('latin1');
  return /^\s*\{\s*"(?:pcr|nv_index|digests)"\s*:/.test(head);
}

/**
 * Parses the log that systemd keeps of what it measures, `/run/log/systemd/tpm2-measure.log`: JSON texts, each between a record
 * separator and a line feed.
 * @throws ParseError 'too-large', 'too-many', 'truncated', 'bad-value', 'missing-field' and those of JSON, with the offset
 * @spec RFC 7464; systemd 255 to 259, TPM2 PCR measurements
 */
export function parseRuntimeLog(bytes: Uint8Array): RuntimeLog {
  if (bytes.length > MAX_RUNTIME_LOG_BYTES)
    throw new ParseError('too-large', `a log of ${bytes.length} octets; at most ${MAX_RUNTIME_LOG_BYTES} are read`, { spec: SPEC });
  const records: RuntimeRecord[] = [];
  const foreign = new Set<string>();
  for (let offset = 0; offset < bytes.length; ) {
    const end = endOfText(bytes, offset);
    if (end > offset + 1) {
      if (records.length === MAX_RUNTIME_RECORDS)
        throw new ParseError('too-many', `more than ${MAX_RUNTIME_RECORDS} records`, { offset, spec: SPEC });
      records.push(recordAt({ bytes: bytes.subarray(offset + 1, end), offset, foreign }));
    }
    offset = end;
  }
  if (records.length === 0) throw new ParseError('empty-file', 'a log without a record', { offset: 0, spec: SEQUENCE_SPEC });
  return { kind: 'tpm-runtime-log', records, warnings: warningsOf(records, foreign) };
}

/** Several separators in a row are one, and a text ends with its line feed: what has none was cut off. */
function endOfText(bytes: Uint8Array, offset: number): number {
  if (bytes[offset] !== RECORD_SEPARATOR)
    throw new ParseError('bad-value', 'a record without its separator in front', { offset, spec: SEQUENCE_SPEC });
  const found = bytes.indexOf(RECORD_SEPARATOR, offset + 1);
  const end = found === -1 ? bytes.length : found;
  if (end - offset > MAX_RUNTIME_RECORD_BYTES)
    throw new ParseError('too-large', `a record of more than ${MAX_RUNTIME_RECORD_BYTES} octets`, { offset, spec: SPEC });
  if (end > offset + 1 && bytes[end - 1] !== LINE_FEED)
    throw new ParseError('truncated', 'the record ends without a line feed: it was cut off', { offset: end, spec: SEQUENCE_SPEC });
  return end;
}

interface RecordText {
  readonly bytes: Uint8Array;
  readonly offset: number;
  /** Hash functions that are not read. */
  readonly foreign: Set<string>;
}

function recordAt({ bytes, offset, foreign }: RecordText): RuntimeRecord {
  const value = inPlace(offset + 1, () => parseJson(bytes, RECORD_LIMITS));
  if (!isMembers(value)) throw refused(offset, 'bad-value', 'a record that is no object');
  const { pcr, nv_index: nvIndex } = value;
  if ((pcr === undefined) === (nvIndex === undefined)) throw refused(offset, 'bad-value', 'a record has either pcr or nv_index');
  const digests = digestsOf(value.digests, { offset, foreign });
  const contentType = textAt(value, 'content_type', offset);
  const content = contentType === 'systemd' ? contentOf(value, offset) : NO_CONTENT;
  return {
    offset,
    pcr: pcr === undefined ? null : wholeNumber(pcr, { name: 'pcr', most: MAX_PCR, offset }),
    nvIndex: nvIndex === undefined ? null : wholeNumber(nvIndex, { name: 'nv_index', most: MAX_NV_INDEX, offset }),
    digests,
    contentType,
    ...content,
    textMeasured: content.text !== null && isDigestOf(digests, content.text),
  };
}

const NO_CONTENT = { eventType: null, text: null, bootId: null, timestamp: null } as const;

function contentOf({ content }: Members, offset: number): Pick<RuntimeRecord, 'eventType' | 'text' | 'bootId' | 'timestamp'> {
  if (!isMembers(content)) throw refused(offset, 'missing-field', 'a record of systemd has the object content');
  const bootId = textAt(content, 'bootId', offset);
  if (bootId !== null && !/^[0-9a-f]{32}$/i.test(bootId)) throw refused(offset, 'bad-value', 'bootId is not 32 hexadecimal digits');
  const { timestamp } = content;
  return {
    eventType: textAt(content, 'eventType', offset),
    text: textAt(content, 'string', offset),
    bootId: bootId?.toLowerCase() ?? null,
    timestamp: timestamp === undefined ? null : wholeNumber(timestamp, { name: 'timestamp', most: Number.MAX_SAFE_INTEGER, offset }),
  };
}

function digestsOf(written: unknown, { offset, foreign }: Pick<RecordText, 'offset' | 'foreign'>): readonly EventDigest[] {
  if (!Array.isArray(written) || written.length === 0) throw refused(offset, 'missing-field', 'a record has digests');
  const digests = written.flatMap((each): readonly EventDigest[] => {
    const { hashAlg, digest } = isMembers(each) ? each : {};
    if (typeof hashAlg !== 'string' || typeof digest !== 'string') throw refused(offset, 'bad-value', 'a digest has hashAlg and digest');
    const known = TPM_HASHES.find(({ name }) => name === hashAlg);
    if (known === undefined) {
      foreign.add(hashAlg.slice(0, 40));
      return [];
    }
    const octets = inPlace(offset, () => fromHex(digest));
    if (octets.length !== known.size) throw refused(offset, 'bad-value', `a digest of ${octets.length} octets in the bank ${hashAlg}`);
    return [{ hash: known.id, digest: octets }];
  });
  if (new Set(digests.map(({ hash }) => hash)).size < digests.length) throw refused(offset, 'duplicate-key', 'two digests of one bank');
  return digests;
}

function isDigestOf(digests: readonly EventDigest[], text: string): boolean {
  const octets = encodeUtf8(text);
  return (
    digests.length > 0 &&
    digests.every(({ hash, digest }) => {
      const known = findTpmHash(hash);
      return known !== undefined && equalBytes(tpmDigest(known.name, octets), digest);
    })
  );
}

function textAt(members: Members, name: string, offset: number): string | null {
  const written = members[name];
  if (written === undefined || typeof written === 'string') return written ?? null;
  throw refused(offset, 'bad-value', `${name} is no text`);
}

interface NumberPlace {
  readonly name: string;
  readonly most: number;
  readonly offset: number;
}

function wholeNumber(written: unknown, { name, most, offset }: NumberPlace): number {
  if (typeof written === 'number' && Number.isSafeInteger(written) && written >= 0 && written <= most) return written;
  throw refused(offset, 'bad-value', `${name} is not a whole number from 0 to ${most}`);
}

const refused = (offset: number, code: 'bad-value' | 'missing-field' | 'duplicate-key', message: string): ParseError =>
  new ParseError(code, message, { offset, spec: SPEC });

function warningsOf(records: readonly RuntimeRecord[], foreign: ReadonlySet<string>): readonly Warning[] {
  const boots = [...new Set(records.map(({ bootId }) => bootId).filter((id) => id !== null))];
  const later = records.find(({ bootId }) => bootId !== null && bootId !== boots[0]);
  return [
    ...(later === undefined
      ? []
      : [{ code: 'several-starts', detail: `the records are of ${boots.length} starts of the system`, offset: later.offset }]),
    ...(foreign.size === 0
      ? []
      : [{ code: 'unknown-hash-function', detail: `digests by ${[...foreign].slice(0, 4).join(', ')} are not read` }]),
  ];
}
