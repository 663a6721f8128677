import { toHex } from '#lib/encoding/bytes.ts';
import type { Json } from '#lib/encoding/canonical-json.ts';

/**
 * A parsed document as JSON, nothing left out: octets in hexadecimal, big integers in decimal. For tests.
 */
export function toJson(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object') throw new TypeError(`${typeof value} has no place in a document`);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toJson(member)]));
}
