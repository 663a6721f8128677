import { toHex } from '#lib/encoding/bytes.ts';

/** Octets of a GUID. */
export const GUID_OCTETS = 16;

/** A GUID as text: its first three fields are little-endian. @spec UEFI 2.10 appendix A */
export function guidText(octets: Uint8Array): string {
  const reversed = (from: number, to: number): string => toHex(octets.subarray(from, to).toReversed());
  return [reversed(0, 4), reversed(4, 6), reversed(6, 8), toHex(octets.subarray(8, 10)), toHex(octets.subarray(10, 16))].join('-');
}
