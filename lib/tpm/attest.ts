import { type OctetCursor, octetCursor } from '#lib/encoding/octet-cursor.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { type PcrSelection, readPcrSelections } from './pcr-selection.ts';

/** TPM_GENERATED_VALUE: only the TPM itself may sign a structure that begins so. @spec TPM 2.0 Library Part 2 section 6.2 */
const TPM_GENERATED = 0xff544347;
/** Octets of one structure: two names, a nonce, a selection and a digest are under 1 KiB. */
export const MAX_ATTEST_BYTES = 4096;
/** Octets of a name, a qualified name or a digest: an algorithm and the longest digest. */
const MAX_NAME = 66;
/** Octets of extraData, the size of a TPMT_HA of the longest digest. */
const MAX_EXTRA_DATA = 66;
const SPEC = 'TPM 2.0 Library Part 2 section 10.12.12';

/** TPM_ST_ATTEST_*. @spec TPM 2.0 Library Part 2 section 6.9 */
const TYPES: Readonly<Record<number, AttestType>> = {
  32788: 'nv',
  32789: 'command-audit',
  32790: 'session-audit',
  32791: 'certify',
  32792: 'quote',
  32793: 'time',
  32794: 'creation',
};

export type AttestType = 'nv' | 'command-audit' | 'session-audit' | 'certify' | 'quote' | 'time' | 'creation';

/** The TPM's clock and its counters at the moment of signing. @spec TPM 2.0 Library Part 2 section 10.11.1 */
export interface ClockInfo {
  /** Milliseconds that the TPM was powered, ever since it was last cleared. */
  readonly clock: bigint;
  /** Grows with each reset. Keys outside the endorsement and platform hierarchies see it with a constant added, modulo 2^32. */
  readonly resetCount: number;
  /** Grows with each restart or resume; obfuscated in the same way. */
  readonly restartCount: number;
  /** Whether no greater clock was ever told: false after a shutdown that wasn't orderly, until the TPM has saved its clock. */
  readonly safe: boolean;
}

/** What is attested, by the type of the structure. */
export type Attested =
  | { readonly type: 'quote'; readonly pcrSelect: readonly PcrSelection[]; readonly pcrDigest: Uint8Array }
  | { readonly type: 'certify'; readonly name: Uint8Array; readonly qualifiedName: Uint8Array }
  /** Not read further: no appraisal of this program rests on it. */
  | { readonly type: Exclude<AttestType, 'quote' | 'certify'>; readonly octets: Uint8Array };

/** A TPMS_ATTEST. */
export interface TpmsAttest {
  /** The octets that the TPM signed. */
  readonly octets: Uint8Array;
  readonly qualifiedSigner: Uint8Array;
  /** The nonce of whoever asked. */
  readonly extraData: Uint8Array;
  readonly clockInfo: ClockInfo;
  /** Of the TPM, as its vendor counts; obfuscated as the counters are. */
  readonly firmwareVersion: bigint;
  readonly attested: Attested;
}

/**
 * Parses a TPMS_ATTEST; the whole input must be consumed.
 * @param bytes  as `tpm2_quote --message` writes it: without the size that a TPM2B_ATTEST begins with
 * @throws ParseError 'too-large', 'truncated', 'trailing-data', 'too-many', 'bad-value' for another magic, with the offset;
 *         'unsupported-version' for a type that the standard doesn't have
 * @spec TPM 2.0 Library Part 2 section 10.12.12
 */
export function parseAttest(bytes: Uint8Array): TpmsAttest {
  if (bytes.length > MAX_ATTEST_BYTES) {
    throw new ParseError('too-large', `a TPMS_ATTEST of ${bytes.length} octets; at most ${MAX_ATTEST_BYTES} are read`, { spec: SPEC });
  }
  const cursor = octetCursor({ bytes, order: 'big-endian', spec: SPEC });
  const magic = cursor.u32('magic');
  if (magic !== TPM_GENERATED) {
    throw cursor.refuse('bad-value', `begins with ${magic.toString(16).padStart(8, '0')}, not with ff544347 that only a TPM may sign`, 0);
  }
  const type = readType(cursor);
  const attest = {
    octets: bytes,
    qualifiedSigner: sizedOctets(cursor, { field: 'qualifiedSigner', most: MAX_NAME }),
    extraData: sizedOctets(cursor, { field: 'extraData', most: MAX_EXTRA_DATA }),
    clockInfo: readClockInfo(cursor),
    firmwareVersion: cursor.u64('firmwareVersion'),
    attested: readAttested(cursor, type),
  };
  cursor.finish('the attested structure');
  return attest;
}

function readType(cursor: OctetCursor): AttestType {
  const value = cursor.u16('type');
  const type = TYPES[value];
  if (type === undefined) throw cursor.refuse('unsupported-version', `no attestation has the type 0x${value.toString(16)}`, 4);
  return type;
}

function readClockInfo(cursor: OctetCursor): ClockInfo {
  return {
    clock: cursor.u64('clockInfo.clock'),
    resetCount: cursor.u32('clockInfo.resetCount'),
    restartCount: cursor.u32('clockInfo.restartCount'),
    safe: readYesNo(cursor),
  };
}

function readYesNo(cursor: OctetCursor): boolean {
  const value = cursor.u8('clockInfo.safe');
  if (value > 1) throw cursor.refuse('bad-value', `clockInfo.safe is ${value}; it is 0 or 1`, cursor.offset() - 1);
  return value === 1;
}

function readAttested(cursor: OctetCursor, type: AttestType): Attested {
  switch (type) {
    case 'quote':
      return { type, pcrSelect: readPcrSelections(cursor), pcrDigest: sizedOctets(cursor, { field: 'pcrDigest', most: MAX_NAME }) };
    case 'certify':
      return {
        type,
        name: sizedOctets(cursor, { field: 'name', most: MAX_NAME }),
        qualifiedName: sizedOctets(cursor, { field: 'qualifiedName', most: MAX_NAME }),
      };
    default:
      return { type, octets: cursor.take(cursor.left(), 'attested') };
  }
}

/** A TPM2B structure: two octets of size, then as many octets. @throws ParseError 'truncated', 'too-large' beyond `most` */
export function sizedOctets(cursor: OctetCursor, { field, most }: { readonly field: string; readonly most: number }): Uint8Array {
  const size = cursor.u16(`${field}.size`);
  if (size > most) throw cursor.refuse('too-large', `${field} has ${size} octets; at most ${most} are possible`, cursor.offset() - 2);
  return cursor.take(size, field);
}
