/** Octets in one row of a hex view. */
export const HEX_ROW = 16;

/** One row of a hex view. */
export interface HexRow {
  /** Of its first octet, from the start of the content. */
  readonly offset: number;
  /** Two lower-case digits each. */
  readonly octets: readonly string[];
  /** One character an octet: printable ASCII, else a dot. */
  readonly text: string;
}

/**
 * A part of some content as rows of a hex view.
 * @param offset  where `bytes` begin in the content; rows begin at multiples of 16 when it is one
 */
export function hexRows(bytes: Uint8Array, offset: number): readonly HexRow[] {
  const rows: HexRow[] = [];
  for (let start = 0; start < bytes.length; start += HEX_ROW) {
    const row = [...bytes.subarray(start, start + HEX_ROW)];
    rows.push({
      offset: offset + start,
      octets: row.map((octet) => octet.toString(16).padStart(2, '0')),
      text: row.map((octet) => (octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '.')).join(''),
    });
  }
  return rows;
}
