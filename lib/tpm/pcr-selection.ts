import type { OctetCursor } from '#lib/encoding/octet-cursor.ts';
import { hashNameOf, TPM_HASHES } from './algorithms.ts';

/** The PCRs of one bank that a structure speaks of. */
export interface PcrSelection {
  /** TPM_ALG_ID of the bank. */
  readonly hash: number;
  /** Ascending. */
  readonly pcrs: readonly number[];
}

/** Banks of one selection. A TPM has at most as many as it has hash functions; real ones have three. */
export const MAX_BANKS = 16;
/** Octets of one bitmap: 24 PCRs take three; the structure may have one to four. */
const MAX_BITMAP = 4;

/**
 * Reads a TPML_PCR_SELECTION.
 * @throws ParseError 'truncated', 'too-many' beyond MAX_BANKS, 'bad-value' for a bitmap of another size, or a bank that stands twice
 * @spec   TPM 2.0 Library Part 2 sections 10.6.2 and 10.9.7
 */
export function readPcrSelections(cursor: OctetCursor): readonly PcrSelection[] {
  const count = cursor.u32('pcrSelect.count');
  if (count > MAX_BANKS) throw cursor.refuse('too-many', `${count} banks are selected; at most ${MAX_BANKS} are read`);
  const selections: PcrSelection[] = [];
  for (let index = 0; index < count; index += 1) {
    const offset = cursor.offset();
    const selection = readSelection(cursor);
    if (selections.some(({ hash }) => hash === selection.hash)) {
      throw cursor.refuse('bad-value', `the bank ${hashNameOf(selection.hash)} is selected twice`, offset);
    }
    selections.push(selection);
  }
  return selections;
}

function readSelection(cursor: OctetCursor): PcrSelection {
  const hash = cursor.u16('pcrSelection.hash');
  const size = cursor.u8('pcrSelection.sizeofSelect');
  if (size === 0 || size > MAX_BITMAP) throw cursor.refuse('bad-value', `a bitmap of ${size} octets; 1 to ${MAX_BITMAP} are possible`);
  return { hash, pcrs: pcrsOfBitmap(cursor.take(size, 'pcrSelection.pcrSelect')) };
}

/** PCR n is bit n & 7 of octet n >> 3. */
export function pcrsOfBitmap(bitmap: Uint8Array): readonly number[] {
  return [...bitmap].flatMap((octet, index) => [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => octet & (1 << bit)).map((bit) => index * 8 + bit));
}

/** Ascending PCRs in words: `PCR 0 to 7, 14`. */
export function pcrRangeText(pcrs: readonly number[]): string {
  const runs: { from: number; to: number }[] = [];
  for (const pcr of pcrs) {
    const last = runs.at(-1);
    if (last?.to === pcr - 1) last.to = pcr;
    else runs.push({ from: pcr, to: pcr });
  }
  return `PCR ${runs.map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`)).join(', ')}`;
}

/**
 * Reads a selection as tpm2-tools write it: `sha256:0,1,2+sha1:0`.
 * @returns null for anything else
 */
export function parsePcrSelectionText(text: string): readonly PcrSelection[] | null {
  const banks = text.split('+').map((bank): PcrSelection | null => {
    const [, name = '', list = ''] = /^([a-z0-9_-]+):(\d{1,2}(?:,\d{1,2})*)$/.exec(bank) ?? [];
    const hash = TPM_HASHES.find((known) => known.name === name)?.id;
    return hash === undefined ? null : { hash, pcrs: [...new Set(list.split(',').map(Number))].sort((a, b) => a - b) };
  });
  const known = banks.filter((bank) => bank !== null);
  return known.length === banks.length ? known : null;
}
