import { concatBytes, encodeUtf8 } from './bytes.ts';

/** A tag before a value. */
export interface CborTagged {
  readonly tag: number;
  readonly value: CborWritable;
}

type WritableMap = ReadonlyMap<number | string, CborWritable>;

/** What can be written. Floats can't: nothing that Assay signs has one. */
export type CborWritable = number | bigint | string | boolean | null | Uint8Array | readonly CborWritable[] | WritableMap | CborTagged;

/**
 * The one deterministic encoding of a value: shortest heads, definite lengths, keys in the order of their octets.
 * @throws RangeError for a number with a fraction or beyond 64 bits: the caller's mistake
 * @spec   RFC 8949 section 4.2.1
 */
export function encodeCbor(value: CborWritable): Uint8Array {
  if (typeof value === 'number' || typeof value === 'bigint') return encodeInteger(BigInt(value));
  if (typeof value === 'string') return encodeString(3, encodeUtf8(value));
  if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4);
  if (value === null) return Uint8Array.of(0xf6);
  if (value instanceof Uint8Array) return encodeString(2, value);
  if (isMap(value)) return encodeMap(value);
  if (isTagged(value)) return concatBytes([encodeHead(6, BigInt(value.tag)), encodeCbor(value.value)]);
  return concatBytes([encodeHead(4, BigInt(value.length)), ...value.map(encodeCbor)]);
}

const isMap = (value: object): value is WritableMap => value instanceof Map;
const isTagged = (value: object): value is CborTagged => 'tag' in value;

function encodeMap(map: WritableMap): Uint8Array {
  const entries = [...map].map(([key, value]) => ({ key: encodeCbor(key), value: encodeCbor(value) }));
  entries.sort((a, b) => Buffer.compare(a.key, b.key));
  return concatBytes([encodeHead(5, BigInt(entries.length)), ...entries.flatMap(({ key, value }) => [key, value])]);
}

function encodeString(major: 2 | 3, content: Uint8Array): Uint8Array {
  return concatBytes([encodeHead(major, BigInt(content.length)), content]);
}

function encodeInteger(value: bigint): Uint8Array {
  return value < 0n ? encodeHead(1, -1n - value) : encodeHead(0, value);
}

const MAX_64_BITS = 0xffffffffffffffffn;

function encodeHead(major: number, argument: bigint): Uint8Array {
  if (argument > MAX_64_BITS) throw new RangeError(`${argument} has more than 64 bits`);
  if (argument < 24n) return Uint8Array.of((major << 5) | Number(argument));
  const power = [0xffn, 0xffffn, 0xffffffffn, MAX_64_BITS].findIndex((most) => argument <= most);
  const octets = new Uint8Array(1 + 2 ** power);
  octets[0] = (major << 5) | (24 + power);
  for (let at = octets.length - 1, left = argument; at > 0; at -= 1, left >>= 8n) octets[at] = Number(left & 0xffn);
  return octets;
}
