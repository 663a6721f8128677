import { encodeUtf8, toHex } from '#lib/encoding/bytes.ts';
import { childrenOf, type DerNode, expectTag, fieldsOf, rawOf, TAG, warn } from '#lib/encoding/der.ts';
import { readOid, readString } from '#lib/encoding/der-values.ts';
import { derOid, derSequence, derSetOf, derString } from '#lib/encoding/der-write.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { attributeTypeText, isTextType } from './attribute-types.ts';
import { nameOf } from './known-names.ts';
import { preparedText } from './name-preparation.ts';
import type { Name, NameAttribute } from './types.ts';

/** Attributes that one name may have. Real names stay under 15. */
export const MAX_NAME_ATTRIBUTES = 200;
/** Longest key in clear; a longer name's key is its digest, because database indexes refuse long keys. */
export const MAX_CLEAR_NAME_KEY = 1000;

const STRING_TAGS: ReadonlySet<number> = new Set([
  TAG.utf8String,
  TAG.printableString,
  TAG.teletexString,
  TAG.ia5String,
  TAG.visibleString,
  TAG.universalString,
  TAG.bmpString,
]);

/**
 * Reads a Name (RDNSequence).
 * @throws ParseError 'bad-tag' | 'missing-field' | 'bad-value' | 'bad-utf8' | 'too-many', with the octet offset
 * @spec   RFC 5280 section 4.1.2.4
 */
export function readName(node: DerNode): Name {
  return nameOf(expectTag(node, TAG.sequence, 'a Name'), readNew);
}

function readNew(node: DerNode): Name {
  const rdns: NameAttribute[][] = [];
  let count = 0;
  for (const rdn of childrenOf(node)) {
    const attributes: NameAttribute[] = [];
    for (const attribute of childrenOf(expectTag(rdn, TAG.set, 'a relative distinguished name'))) attributes.push(readAttribute(attribute));
    if (attributes.length === 0) warn(rdn, 'empty-rdn', 'a relative distinguished name without attributes');
    count += attributes.length;
    if (count > MAX_NAME_ATTRIBUTES) {
      throw new ParseError('too-many', `a name of more than ${MAX_NAME_ATTRIBUTES} attributes at ${node.start}`, { offset: node.start });
    }
    rdns.push(attributes);
  }
  return { rdns, raw: rawOf(node) };
}

/** Whether the attribute's value is some string type, and not another ASN.1 value. */
export function isStringAttribute(attribute: NameAttribute): boolean {
  const tag = attribute.encoded?.[0];
  return tag === undefined || STRING_TAGS.has(tag);
}

/**
 * A name as text, the most specific part first. Control and direction characters are written as `\` and hexadecimal, so that
 * the text is safe to print; an empty name is an empty text.
 * @spec RFC 4514 section 2
 */
export function nameText(name: Name): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = textOfRdns(name.rdns);
  texts.set(name, text);
  return text;
}

const texts = new WeakMap<Name, string>();

function textOfRdns(rdns: Name['rdns']): string {
  return rdns
    .toReversed()
    .map((rdn) => rdn.map(attributeText).join('+'))
    .join(',');
}

/**
 * Whether two names name the same: case, inner white space and the string type don't matter. `reversed` when only the order
 * of the relative distinguished names is turned around, which some issuers do.
 * @spec RFC 5280 section 7.1
 */
export function compareNames(a: Name, b: Name): 'equal' | 'reversed' | 'different' {
  if (nameKey(a) === nameKey(b)) return 'equal';
  return nameKey(a) === keyOfRdns(b.rdns.toReversed()) ? 'reversed' : 'different';
}

const keys = new WeakMap<Name, string>();

/**
 * A stable text that is the same for two names exactly when `compareNames` finds them equal; a database key: no control
 * characters, at most 1,000 characters.
 */
export function nameKey(name: Name): string {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const key = keyOfRdns(name.rdns);
  keys.set(name, key);
  return key;
}

/** A Name of one attribute per relative distinguished name, as UTF8String; country codes as PrintableString. */
export function encodeName(attributes: readonly { readonly oid: string; readonly value: string }[]): Uint8Array {
  return derSequence(
    ...attributes.map(({ oid, value }) => {
      const tag = PRINTABLE_TYPES.has(oid) ? TAG.printableString : TAG.utf8String;
      return derSetOf(derSequence(derOid(oid), derString(value, tag)));
    }),
  );
}

/** countryName, serialNumber and dnQualifier are PrintableString by their definition. @spec RFC 5280 appendix A.1 */
const PRINTABLE_TYPES: ReadonlySet<string> = new Set(['2.5.4.6', '2.5.4.5', '2.5.4.46']);

function readAttribute(node: DerNode): NameAttribute {
  const fields = fieldsOf(expectTag(node, TAG.sequence, 'AttributeTypeAndValue'));
  const oid = readOid(fields.take('type', TAG.oid));
  const value = fields.take('value');
  if (fields.rest().length > 0) warn(node, 'extra-field', 'a name attribute with more than type and value');
  const encoded = rawOf(value);
  return { oid, value: STRING_TAGS.has(value.tag) ? readString(value) : `#${toHex(encoded)}`, encoded };
}

function attributeText(attribute: NameAttribute): string {
  const type = attributeTypeText(attribute.oid);
  if (!isStringAttribute(attribute)) return `${type}=${attribute.value}`;
  if (!isTextType(attribute.oid)) return `${type}=#${toHex(attribute.encoded ?? derString(attribute.value))}`;
  return `${type}=${escapedText(attribute.value)}`;
}

/** @spec RFC 4514 section 2.4 */
function escapedText(value: string): string {
  return value
    .toWellFormed()
    .replace(/["+,;<>\\]|^[ #]| $/g, (character) => `\\${character}`)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => toHex(encodeUtf8(character)).replace(/../g, '\\$&'));
}

function keyOfRdns(rdns: Name['rdns']): string {
  const key = rdns.map((rdn) => rdn.map(attributeKey).sort().join('+')).join(',');
  return key.length <= MAX_CLEAR_NAME_KEY ? key : `sha256:${sha256Hex(key)}`;
}

function attributeKey(attribute: NameAttribute): string {
  if (!isStringAttribute(attribute)) return `${attribute.oid}=${attribute.value}`;
  return `${attribute.oid}=${preparedText(attribute.value).replace(/[\\,+#]/g, (character) => `\\${character}`)}`;
}
