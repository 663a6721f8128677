import { concatBytes, equalBytes } from '#lib/encoding/bytes.ts';
import { octetCursor } from '#lib/encoding/octet-cursor.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { findTpmHash, hashNameOf, type TpmHashName, tpmDigest } from './algorithms.ts';
import { sizedOctets } from './attest.ts';
import { type PcrSelection, pcrsOfBitmap, readPcrSelections } from './pcr-selection.ts';

/** The value of one PCR in one bank. */
export interface PcrValue {
  /** TPM_ALG_ID of the bank. */
  readonly hash: number;
  readonly pcr: number;
  readonly value: Uint8Array;
}

/** Octets of one file of PCR values: 16 banks of 24 of the longest digest are under 32 KiB. */
export const MAX_PCR_FILE_BYTES = 64 * 1024;
const SPEC = 'TPM 2.0 Library Part 2 sections 10.9.7 and 10.9.3';
const MAX_DIGEST = 64;
/** How many banks and digests tpm2-tools' C structures have room for. */
const [STRUCT_BANKS, STRUCT_LISTS, STRUCT_DIGESTS] = [16, 64, 8];
/** Octets of a selection in that structure, and of its head. */
const [STRUCT_SELECTION, STRUCT_HEAD] = [8, 132];

/**
 * Reads the PCR values that `tpm2_quote --pcr` writes, in either of its forms with a head: `serialized` (a C structure, little-
 * endian) or `marshaled` (a TPML_PCR_SELECTION and lists of digests). Values read so are attested only as far as `pcrDigestOf`
 * them is the digest of a quote.
 * @throws ParseError 'too-large', 'truncated', 'trailing-data', 'too-many', 'bad-value', with the offset
 */
export function parsePcrValues(bytes: Uint8Array): readonly PcrValue[] {
  if (bytes.length > MAX_PCR_FILE_BYTES) {
    throw new ParseError('too-large', `PCR values in ${bytes.length} octets; at most ${MAX_PCR_FILE_BYTES} are read`, { spec: SPEC });
  }
  // A count of banks is under 256, so its first octet is zero in one order and not in the other.
  return bytes[0] === 0 ? parseMarshaled(bytes) : parseSerialized(bytes);
}

function parseMarshaled(bytes: Uint8Array): readonly PcrValue[] {
  const cursor = octetCursor({ bytes, order: 'big-endian', spec: SPEC });
  const selections = readPcrSelections(cursor);
  const lists = boundedCount(cursor.u32('count of lists'), { most: STRUCT_LISTS, what: 'lists of digests' });
  const digests: Uint8Array[] = [];
  for (let list = 0; list < lists; list += 1) {
    const count = boundedCount(cursor.u32('digests.count'), { most: STRUCT_DIGESTS, what: 'digests in one list' });
    for (let index = 0; index < count; index += 1) digests.push(sizedOctets(cursor, { field: 'digest', most: MAX_DIGEST }));
  }
  cursor.finish('the PCR values');
  return pairUp(selections, digests);
}

function parseSerialized(bytes: Uint8Array): readonly PcrValue[] {
  const cursor = octetCursor({ bytes, order: 'little-endian', spec: SPEC });
  const banks = boundedCount(cursor.u32('count of banks'), { most: STRUCT_BANKS, what: 'banks' });
  const selections: PcrSelection[] = [];
  for (let bank = 0; bank < banks; bank += 1) selections.push(readStructSelection(cursor.take(STRUCT_SELECTION, 'pcrSelection')));
  cursor.take(STRUCT_HEAD - 4 - banks * STRUCT_SELECTION, 'unused selections');
  const lists = boundedCount(cursor.u32('count of lists'), { most: STRUCT_LISTS, what: 'lists of digests' });
  const digests: Uint8Array[] = [];
  for (let list = 0; list < lists; list += 1) {
    const count = boundedCount(cursor.u32('digests.count'), { most: STRUCT_DIGESTS, what: 'digests in one list' });
    for (let slot = 0; slot < STRUCT_DIGESTS; slot += 1) {
      const size = boundedCount(cursor.u16('digest.size'), { most: MAX_DIGEST, what: 'octets in a digest' });
      const room = cursor.take(MAX_DIGEST, 'digest');
      if (slot < count) digests.push(room.subarray(0, size));
    }
  }
  cursor.finish('the PCR values');
  return pairUp(selections, digests);
}

function readStructSelection(octets: Uint8Array): PcrSelection {
  const [low = 0, high = 0, size = 0] = octets;
  return { hash: low | (high << 8), pcrs: pcrsOfBitmap(octets.subarray(3, 3 + Math.min(size, 4))) };
}

function boundedCount(count: number, { most, what }: { readonly most: number; readonly what: string }): number {
  if (count > most) throw new ParseError('too-many', `${count} ${what}; at most ${most} are possible`, { spec: SPEC });
  return count;
}

/** One digest for each selected PCR, in the order of the selections. */
function pairUp(selections: readonly PcrSelection[], digests: readonly Uint8Array[]): readonly PcrValue[] {
  const places = selections.flatMap(({ hash, pcrs }) => pcrs.map((pcr) => ({ hash, pcr })));
  if (places.length !== digests.length) {
    throw new ParseError('bad-value', `${places.length} PCRs are selected, and ${digests.length} values follow`, { spec: SPEC });
  }
  return places.map(({ hash, pcr }, index) => ({ hash, pcr, value: sizedForBank(hash, digests[index] ?? new Uint8Array()) }));
}

function sizedForBank(hash: number, value: Uint8Array): Uint8Array {
  const size = findTpmHash(hash)?.size;
  if (size !== undefined && size !== value.length) {
    throw new ParseError('bad-value', `a value of ${value.length} octets in the bank ${hashNameOf(hash)}`, { spec: SPEC });
  }
  return value;
}

/**
 * Takes PCR values apart that stand one after the other in the order of a quote's selection, as `tpm2_quote --pcr` writes them in its
 * form `values`. They are attested only as far as `pcrDigestOf` them is the digest of the quote.
 * @throws ParseError 'unsupported-version' for a bank whose digests have no known size, 'bad-value' where the octets are not as many
 */
export function splitPcrValues(bytes: Uint8Array, selections: readonly PcrSelection[]): readonly PcrValue[] {
  const places = selections.flatMap(({ hash, pcrs }) => pcrs.map((pcr) => ({ hash, pcr, size: findTpmHash(hash)?.size })));
  const strange = places.find(({ size }) => size === undefined);
  if (strange !== undefined) {
    throw new ParseError('unsupported-version', `nobody knows how long a value of ${hashNameOf(strange.hash)} is`, { spec: SPEC });
  }
  const wanted = places.reduce((sum, { size = 0 }) => sum + size, 0);
  if (bytes.length !== wanted) {
    throw new ParseError('bad-value', `PCR values of ${bytes.length} octets, where the quote selects ${wanted}`, { spec: SPEC });
  }
  let offset = 0;
  return places.map(({ hash, pcr, size = 0 }) => {
    offset += size;
    return { hash, pcr, value: bytes.subarray(offset - size, offset) };
  });
}

/**
 * The digest that a quote over these PCRs holds: by the hash of the signing scheme, over the values in the order of the selection,
 * within a bank ascending. Not by the hash of the bank.
 * @returns null where a value isn't given
 * @spec TPM 2.0 Library Part 3 section 18.4 (TPM2_Quote)
 */
export function pcrDigestOf(input: {
  readonly hash: TpmHashName;
  readonly selections: readonly PcrSelection[];
  readonly valueIn: (bank: number, pcr: number) => Uint8Array | undefined;
}): Uint8Array | null {
  const values = input.selections.flatMap(({ hash, pcrs }) => pcrs.map((pcr) => input.valueIn(hash, pcr)));
  const given = values.filter((value) => value !== undefined);
  return given.length < values.length ? null : tpmDigest(input.hash, concatBytes(given));
}

/** Whether these values are those that the quote was made over. */
export function matchesDigest(digest: Uint8Array | null, pcrDigest: Uint8Array): boolean {
  return digest !== null && equalBytes(digest, pcrDigest);
}
