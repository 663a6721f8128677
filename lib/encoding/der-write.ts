import { concatBytes, encodeUtf8, fromHex } from './bytes.ts';
import { TAG } from './der.ts';

/** One tag-length-value with the shortest length. @spec X.690 section 10.1 */
export function derValue(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = concatBytes(content);
  return concatBytes([Uint8Array.of(tag), derLength(body.length), body]);
}

/** SEQUENCE of the given values; `undefined` ones are absent. */
export function derSequence(...fields: readonly (Uint8Array | undefined)[]): Uint8Array {
  return derValue(TAG.sequence, ...fields.filter((field) => field !== undefined));
}

/** SET OF in DER order. @spec X.690 section 11.6 */
export function derSetOf(...items: readonly Uint8Array[]): Uint8Array {
  return derValue(TAG.set, ...[...items].sort((a, b) => Buffer.compare(a, b)));
}

/** The same value under another identifier octet: IMPLICIT tagging. */
export function derImplicit(tag: number, value: Uint8Array): Uint8Array {
  return concatBytes([Uint8Array.of(tag), value.subarray(1)]);
}

/** INTEGER with the fewest octets. */
export function derInteger(value: bigint | number, tag: number = TAG.integer): Uint8Array {
  const number = BigInt(value);
  let octets = 1;
  while (BigInt.asIntN(octets * 8, number) !== number) octets += 1;
  const digits = BigInt.asUintN(octets * 8, number)
    .toString(16)
    .padStart(octets * 2, '0');
  return derValue(tag, fromHex(digits));
}

/** BOOLEAN. */
export function derBoolean(value: boolean, tag: number = TAG.boolean): Uint8Array {
  return derValue(tag, Uint8Array.of(value ? 0xff : 0));
}

/** OBJECT IDENTIFIER from its dotted form. */
export function derOid(dotted: string, tag: number = TAG.oid): Uint8Array {
  const [first = 0n, second = 0n, ...others] = dotted.split('.').map((arc) => BigInt(arc));
  return derValue(tag, ...[first * 40n + second, ...others].map(base128));
}

/** A string type by its tag: UTF8String unless told otherwise. */
export function derString(text: string, tag: number = TAG.utf8String): Uint8Array {
  return derValue(tag, encodeUtf8(text));
}

/** OCTET STRING. */
export function derOctets(bytes: Uint8Array, tag: number = TAG.octetString): Uint8Array {
  return derValue(tag, bytes);
}

/** BIT STRING of whole octets, or with the given count of unused bits. */
export function derBits(bytes: Uint8Array, unusedBits = 0): Uint8Array {
  return derValue(TAG.bitString, Uint8Array.of(unusedBits), bytes);
}

/** GeneralizedTime of an ISO 8601 time, in whole seconds. */
export function derGeneralizedTime(iso: string): Uint8Array {
  return derValue(TAG.generalizedTime, encodeUtf8(`${digitsOf(iso)}Z`));
}

/** UTCTime through 2049, GeneralizedTime after. @spec RFC 5280 section 4.1.2.5 */
export function derTime(iso: string): Uint8Array {
  const digits = digitsOf(iso);
  return digits < '2050' ? derValue(TAG.utcTime, encodeUtf8(`${digits.slice(2)}Z`)) : derGeneralizedTime(iso);
}

function digitsOf(iso: string): string {
  return new Date(Date.parse(iso)).toISOString().slice(0, 19).replace(/[-:T]/g, '');
}

function derLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const digits = length.toString(16);
  const octets = fromHex(digits.length % 2 === 0 ? digits : `0${digits}`);
  return concatBytes([Uint8Array.of(0x80 | octets.length), octets]);
}

function base128(arc: bigint): Uint8Array {
  const octets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from(octets);
}
