import { toHex } from '#lib/encoding/bytes.ts';
import { octetCursor } from '#lib/encoding/octet-cursor.ts';
import { ParseError, type Warning } from '#lib/encoding/parse-error.ts';
import { tpmDigest } from './algorithms.ts';
import { type Attested, parseAttest } from './attest.ts';
import { parseEventLog } from './event-log.ts';
import { isKnownEventType } from './event-types.ts';
import { inPlace } from './in-place.ts';
import { looksLikeKeylimeQuote, parseKeylimeQuote } from './keylime-quote.ts';
import type { EventLog, EventLogDocument, FileDigests, TpmQuote } from './types.ts';

/** Logs of one container. A machine that sleeps often has a log for each time it woke. */
export const MAX_LOGS = 64;
const SIZE_OCTETS = 4;
/** A record with nothing in it. */
const SMALLEST_LOG = 32;
const CONTAINER = 'Windows: logs of one machine, each with its size in front';

/**
 * Parses a file of one event log, or a container of several that a collector of Windows packs: each log with its size in front.
 * @throws ParseError as `parseEventLog`; 'too-many' beyond MAX_LOGS
 */
export function parseEventLogs(bytes: Uint8Array): EventLogDocument {
  const pieces = piecesOfContainer(bytes) ?? [{ octets: bytes, offset: 0 }];
  if (pieces.length > MAX_LOGS) throw new ParseError('too-many', `${pieces.length} event logs in one file; at most ${MAX_LOGS} are read`);
  const logs = pieces.map(({ octets, offset }) => inPlace(offset, () => parseEventLog(octets)));
  return {
    kind: 'tpm-event-log',
    logs,
    file: digestsOfFile(bytes),
    warnings: logs.flatMap((log, index) => warningsOf(log, pieces[index]?.offset ?? 0)),
  };
}

/** The digests by which others name a file. */
export function digestsOfFile(bytes: Uint8Array): FileDigests {
  const digest = (name: 'sha256' | 'sha384' | 'sha512'): string => toHex(tpmDigest(name, bytes));
  return { octets: bytes.length, sha256: digest('sha256'), sha384: digest('sha384'), sha512: digest('sha512') };
}

interface LogPiece {
  readonly octets: Uint8Array;
  readonly offset: number;
}

/** The logs of a container; null where the sizes don't fill the file exactly, so that it is something else. */
export function piecesOfContainer(bytes: Uint8Array): readonly LogPiece[] | null {
  const cursor = octetCursor({ bytes, order: 'little-endian', spec: CONTAINER });
  const pieces: LogPiece[] = [];
  while (cursor.left() > SIZE_OCTETS) {
    const size = cursor.u32('size');
    if (size < SMALLEST_LOG || size > cursor.left()) return null;
    pieces.push({ offset: cursor.offset(), octets: cursor.take(size, 'log') });
  }
  return cursor.left() === 0 && pieces.length > 0 ? pieces : null;
}

function warningsOf({ padding, events }: EventLog, offset: number): readonly Warning[] {
  const hidden =
    padding === null || padding.uniform
      ? []
      : [
          {
            code: 'data-in-padding',
            detail: `${padding.octets} octets behind the last record are not padding alone`,
            offset: offset + padding.offset,
          },
        ];
  const strange = events.filter(({ type }) => !isKnownEventType(type));
  const unknown = strange.slice(0, 1).map((event) => ({
    code: 'unknown-event-type',
    detail: `${strange.length} ${strange.length === 1 ? 'record has a type' : 'records have types'} that the standard does not name`,
    offset: offset + event.offset,
  }));
  return [...hidden, ...unknown];
}

/**
 * Parses a quote, as `tpm2_quote --message` writes it, or a Keylime agent as a string. What it was signed with is another file: on its own it proves nothing.
 * @throws ParseError as `parseAttest`; 'bad-value' for an attestation of another type
 */
export function parseTpmQuote(bytes: Uint8Array): TpmQuote {
  return looksLikeKeylimeQuote(bytes) ? parseKeylimeQuote(bytes, parseMessage) : parseMessage(bytes);
}

function parseMessage(bytes: Uint8Array): TpmQuote {
  const { attested, ...attest } = parseAttest(bytes);
  const { pcrSelect, pcrDigest } = quoteOf(attested);
  return { kind: 'tpm-quote', ...attest, pcrSelect, pcrDigest, warnings: [] };
}

function quoteOf(attested: Attested): Extract<Attested, { type: 'quote' }> {
  if (attested.type === 'quote') return attested;
  throw new ParseError('bad-value', `an attestation of the type ${attested.type}, not a quote`, {
    offset: 4,
    spec: 'TPM 2.0 Library Part 2 section 6.9',
  });
}
