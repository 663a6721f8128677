import { contextConstructed, contextPrimitive, type DerFields, type DerNode, expectTag, fieldsOf, TAG } from '#lib/encoding/der.ts';
import { readBoolean, readString } from '#lib/encoding/der-values.ts';
import { keepUnread, noteDefault, type Reading, readImplicitText } from './reading.ts';
import type { GeoLocation, TraitValue } from './trait-types.ts';

/**
 * EntityGeoLocation; there is no [4].
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-utf8'
 * @spec   TCG Platform Certificate Profile 2.1 section 3.1
 */
export function readGeoLocation(reading: Reading, node: DerNode, path: string): GeoLocation {
  const fields = fieldsOf(expectTag(node, TAG.sequence, path));
  const country = readString(fields.take(`${path}.countryCode`));
  const printable = (tag: number) => optional(fields, tag, (field) => readString(field, TAG.printableString));
  const text = (tag: number) => optional(fields, tag, (field) => readImplicitText(reading, field, path));
  const location = {
    country,
    stateOrProvince: printable(0),
    locality: text(1),
    street: text(2),
    coordinates: printable(3),
    postalCode: text(5),
  };
  keepUnread(reading, path, fields.rest());
  return location;
}

/**
 * CountryOfOrigin. The specification doesn't say how `hasComponents` is tagged; both ways are read.
 * @throws ParseError as `readGeoLocation`, 'bad-value'
 */
export function readCountryOfOrigin(reading: Reading, node: DerNode, path: string): TraitValue {
  const fields = fieldsOf(expectTag(node, TAG.sequence, path));
  const location = readGeoLocation(reading, fields.take(`${path}.location`, TAG.sequence), path);
  const implicit = fields.takeOptional(contextPrimitive(0));
  const explicit = fields.takeOptional(contextConstructed(0));
  keepUnread(reading, path, fields.rest());
  const inner = explicit === undefined ? implicit : booleanIn(reading, explicit, path);
  if (inner === undefined) return { kind: 'country-of-origin', location, hasComponents: true };
  const hasComponents = readBoolean(inner);
  noteDefault(reading, inner, { isDefault: hasComponents, path: `${path}.hasComponents` });
  return { kind: 'country-of-origin', location, hasComponents };
}

function booleanIn(reading: Reading, explicit: DerNode, path: string): DerNode {
  const fields = fieldsOf(explicit);
  const inner = fields.take(`${path}.hasComponents`, TAG.boolean);
  keepUnread(reading, path, fields.rest());
  return inner;
}

function optional<T>(fields: DerFields, tag: number, read: (node: DerNode) => T): T | null {
  const node = fields.takeOptional(contextPrimitive(tag));
  return node === undefined ? null : read(node);
}
