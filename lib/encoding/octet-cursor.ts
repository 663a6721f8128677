import { ParseError } from './parse-error.ts';

/** Where a packed structure is read from, and how its integers are written. */
export interface CursorInput {
  readonly bytes: Uint8Array;
  readonly order: 'big-endian' | 'little-endian';
  /** Document, version and section that defines the structure: told with every refusal. */
  readonly spec: string;
  /** Octet to begin at; 0 when absent. Offsets that are told count from the start of `bytes`. */
  readonly start?: number;
  /** Octet to end before; the length of `bytes` when absent. */
  readonly end?: number;
}

/** Reads a packed structure from front to back. Every read names its field, so that a refusal can. */
export interface OctetCursor {
  /** Offset of the next octet. */
  offset(): number;
  /** Octets that are left. */
  left(): number;
  u8(field: string): number;
  u16(field: string): number;
  u32(field: string): number;
  u64(field: string): bigint;
  /** A view of the next octets, not a copy. The count is compared with what is left before anything is done. */
  take(count: number, field: string): Uint8Array;
  /** @throws ParseError 'trailing-data' when octets are left */
  finish(what: string): void;
  /** A refusal at an octet, by default the next one. */
  refuse(code: 'bad-value' | 'too-many' | 'too-large' | 'unsupported-version', message: string, at?: number): ParseError;
}

/**
 * A cursor over packed integers and octets, as TPM structures and event logs have them.
 * @throws ParseError each read: 'truncated' with the offset of the field and its name
 */
export function octetCursor({ bytes, order, spec, start = 0, end = bytes.length }: CursorInput): OctetCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = order === 'little-endian';
  let at = start;
  const step = (count: number, field: string): number => {
    if (count > end - at) {
      throw new ParseError('truncated', `${field} needs ${count} octets and ${end - at} are left`, { offset: at, path: field, spec });
    }
    const from = at;
    at += count;
    return from;
  };
  return {
    offset: () => at,
    left: () => end - at,
    u8: (field) => view.getUint8(step(1, field)),
    u16: (field) => view.getUint16(step(2, field), little),
    u32: (field) => view.getUint32(step(4, field), little),
    u64: (field) => view.getBigUint64(step(8, field), little),
    take: (count, field) => {
      const from = step(count, field);
      return bytes.subarray(from, from + count);
    },
    finish: (what) => {
      if (at < end) throw new ParseError('trailing-data', `${end - at} octets follow ${what}`, { offset: at, spec });
    },
    refuse: (code, message, offset = at) => new ParseError(code, message, { offset, spec }),
  };
}
