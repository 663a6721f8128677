import { inflateRawSync } from 'node:zlib';

/** Unpacks octets by DEFLATE, at most so many; null for what can't be unpacked, or is larger. @spec RFC 1951 */
export function inflate(octets: Uint8Array, most: number): Uint8Array | null {
  try {
    return new Uint8Array(inflateRawSync(octets, { maxOutputLength: most }));
  } catch {
    return null;
  }
}
