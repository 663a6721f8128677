import { parseConciseManifest } from '#lib/attestation/reference/corim.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';

/** How reading a concise manifest ends: its refusal, or that it was read. */
export function codeOf(bytes: Uint8Array): string {
  try {
    parseConciseManifest(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof ParseError) return error.code;
    throw error;
  }
}

/** The octets with one bit changed. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}
