import { createHash, hash } from 'node:crypto';
import { canonicalJson, type Json } from './canonical-json.ts';

/** SHA-256 as 64 lower-case hexadecimal digits. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex');
}

const LINES_TOGETHER = 1000;

/** SHA-256 of the lines with a line feed between them. Piece by piece: the whole text would be a large BOM in memory once more. */
export function sha256OfLines(lines: readonly string[]): string {
  const digest = createHash('sha256');
  for (let from = 0; from < lines.length; from += LINES_TOGETHER) {
    digest.update(`${from === 0 ? '' : '\n'}${lines.slice(from, from + LINES_TOGETHER).join('\n')}`);
  }
  return digest.digest('hex');
}

/** Hash functions by which documents refer to one another. */
export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'sha3-256' | 'sha3-384' | 'sha3-512';

/** The digest of the bytes. */
export function digestOf(name: HashName, bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash(name, bytes, 'buffer'));
}

/** SHA-256 over the canonical JSON of a value: the address of statements, component sets and findings. */
export function digestOfJson(value: Json): string {
  return sha256Hex(canonicalJson(value));
}
