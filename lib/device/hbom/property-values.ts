import type { NamedValue } from '#lib/cyclonedx/types.ts';
import { fromHex, toHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import type { UriReference } from '#lib/platform-cert/trait-types.ts';

/** Values of properties by their names. */
export type Values = ReadonlyMap<string, string>;

/** The last value of each name. */
export const valuesOf = (properties: readonly NamedValue[]): Values => new Map(properties.map(({ name, value }) => [name, value]));

/** A property for a value that is there. */
export const optional = (name: string, value: string | null): readonly NamedValue[] => (value === null ? [] : [{ name, value }]);

/** A URI reference with the digest of what it points to, as properties. */
export function uriProperties(name: string, reference: UriReference | null): readonly NamedValue[] {
  if (reference === null) return [];
  return [
    { name, value: reference.uri },
    ...optional(`${name}:hashAlgorithm`, reference.hashAlgorithm),
    ...optional(`${name}:hashValue`, hexOf(reference.hashValue)),
  ];
}

/** The inverse of uriProperties. */
export function readUri(values: Values, name: string): UriReference | null {
  const uri = values.get(name);
  if (uri === undefined) return null;
  return { uri, hashAlgorithm: values.get(`${name}:hashAlgorithm`) ?? null, hashValue: bytesOf(values.get(`${name}:hashValue`)) };
}

/** Lower-case hexadecimal. */
export const hexOf = (bytes: Uint8Array | null): string | null => (bytes === null ? null : toHex(bytes));

/** The inverse of hexOf. @throws ParseError for a text that is no hexadecimal */
export const bytesOf = (hex: string | undefined): Uint8Array | null => (hex === undefined ? null : fromHex(hex));

/** A whole number from 0 as it is written in decimal. @throws ParseError 'bad-value' for anything else, and where it is missing */
export function readNumber(values: Values, name: string): number {
  const text = values.get(name) ?? '';
  if (!/^[0-9]{1,15}$/.test(text)) throw new ParseError('bad-value', `${name} is no whole number`);
  return Number(text);
}

/** `true` or `false`. @throws ParseError 'bad-value' for anything else, and where it is missing */
export function readTruth(values: Values, name: string): boolean {
  const text = values.get(name);
  if (text !== 'true' && text !== 'false') throw new ParseError('bad-value', `${name} is neither true nor false`);
  return text === 'true';
}
