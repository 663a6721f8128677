import { toHex } from '#lib/encoding/bytes.ts';
import { type CborItem, type CborMap, cborMember } from '#lib/encoding/cbor-item.ts';
import { ParseError, type ParseErrorCode } from '#lib/encoding/parse-error.ts';
import { MAX_MANIFEST_ENTRIES, MAX_MANIFEST_TEXT } from './limits.ts';

/** Where an item stands: the offset of the octets that it was read from, and its path. Told with every refusal. */
export interface CborPlace {
  readonly base: number;
  readonly path: string;
  readonly spec: string;
}

/** A refusal at an item. */
export function cborRefusal(
  code: ParseErrorCode,
  message: string,
  { item, place }: { readonly item: CborItem; readonly place: CborPlace },
): ParseError {
  const { base, path, spec } = place;
  return new ParseError(code, `${path}: ${message}`, { offset: base + item.start, path, spec });
}

/** The place of a member. */
export const inside = (place: CborPlace, name: string): CborPlace => ({ ...place, path: `${place.path}.${name}` });

/** @throws ParseError 'bad-value' */
export function asMap(item: CborItem, place: CborPlace): CborMap {
  if (item.kind !== 'map') throw cborRefusal('bad-value', `wanted a map, got ${item.kind}`, { item, place });
  return item;
}

/** Items of an array, at least one. @throws ParseError 'bad-value', 'too-many' */
export function asList(item: CborItem, place: CborPlace): readonly CborItem[] {
  if (item.kind !== 'array' || item.items.length === 0) throw cborRefusal('bad-value', 'wanted a list that is not empty', { item, place });
  return bounded(item.items, item, place);
}

/** One item, or several in an array. @throws ParseError 'too-many' */
export function oneOrMore(item: CborItem | undefined, place: CborPlace): readonly CborItem[] {
  if (item === undefined) return [];
  return item.kind === 'array' ? bounded(item.items, item, place) : [item];
}

function bounded(items: readonly CborItem[], item: CborItem, place: CborPlace): readonly CborItem[] {
  if (items.length > MAX_MANIFEST_ENTRIES) {
    throw cborRefusal('too-many', `${items.length} entries; at most ${MAX_MANIFEST_ENTRIES} are read`, { item, place });
  }
  return items;
}

/** @throws ParseError 'bad-value', 'too-large' */
export function asText(item: CborItem, place: CborPlace): string {
  if (item.kind !== 'text') throw cborRefusal('bad-value', `wanted text, got ${item.kind}`, { item, place });
  if (item.value.length > MAX_MANIFEST_TEXT) {
    throw cborRefusal('too-large', `a text of ${item.value.length} characters; at most ${MAX_MANIFEST_TEXT} are read`, { item, place });
  }
  return item.value;
}

/** @throws ParseError 'bad-value', 'too-large' */
export function asBytes(item: CborItem, place: CborPlace): Uint8Array {
  if (item.kind !== 'bytes') throw cborRefusal('bad-value', `wanted octets, got ${item.kind}`, { item, place });
  if (item.value.length > MAX_MANIFEST_TEXT) {
    throw cborRefusal('too-large', `a value of ${item.value.length} octets; at most ${MAX_MANIFEST_TEXT} are read`, { item, place });
  }
  return item.value;
}

/** A whole number that is not negative and fits. @throws ParseError 'bad-value' */
export function asCount(item: CborItem, place: CborPlace): number {
  if (item.kind !== 'integer' || typeof item.value !== 'number' || item.value < 0) {
    throw cborRefusal('bad-value', 'wanted a whole number that is not negative', { item, place });
  }
  return item.value;
}

/** Reads a member that may be absent. */
export function optional<T>(
  { map, key, name, place }: { readonly map: CborMap; readonly key: number; readonly name: string; readonly place: CborPlace },
  read: (item: CborItem, place: CborPlace) => T,
): T | null {
  const item = cborMember(map, key);
  return item === undefined ? null : read(item, inside(place, name));
}

/** Reads a member that must be there. @throws ParseError 'missing-field' */
export function required<T>(
  member: { readonly map: CborMap; readonly key: number; readonly name: string; readonly place: CborPlace },
  read: (item: CborItem, place: CborPlace) => T,
): T {
  const value = optional(member, read);
  if (value === null) throw cborRefusal('missing-field', `${member.name} is missing`, { item: member.map, place: member.place });
  return value;
}

/** An address: a text with the tag for it, or without, as older drafts had it. */
export function asUri(item: CborItem, place: CborPlace): string {
  return asText(item.kind === 'tag' && item.tag === TAG.uri ? item.item : item, place);
}

/** Tags of identifiers. @spec draft-ietf-rats-corim section 11.4; RFC 8949 section 3.4; RFC 9090 section 4 */
const TAG = { uri: 32, uuid: 37, oid: 111, ueid: 550, integer: 551, bytes: 560 } as const;
const UUID_OCTETS = 16;

/** An identifier as text, with the word that tells what it is. @throws ParseError 'bad-value' */
export function asIdentifier(item: CborItem, place: CborPlace): string {
  if (item.kind === 'text') return `text:${asText(item, place)}`;
  if (item.kind === 'integer') return `integer:${item.value}`;
  if (item.kind === 'bytes') return `bytes:${toHex(asBytes(item, place))}`;
  if (item.kind !== 'tag') throw cborRefusal('bad-value', `wanted an identifier, got ${item.kind}`, { item, place });
  const { tag, item: content } = item;
  if (tag === TAG.uuid) return `uuid:${uuidText(content, place)}`;
  if (tag === TAG.oid) return `oid:${oidText(asBytes(content, place), { item, place })}`;
  if (tag === TAG.ueid) return `ueid:${toHex(asBytes(content, place))}`;
  if (tag === TAG.bytes) return `bytes:${toHex(asBytes(content, place))}`;
  if (tag === TAG.integer && content.kind === 'integer') return `integer:${content.value}`;
  throw cborRefusal('bad-value', `an identifier with tag ${tag} is not known`, { item, place });
}

/** Text, or 16 octets as a UUID. @throws ParseError 'bad-value' */
export function asTagId(item: CborItem, place: CborPlace): string {
  if (item.kind === 'text') return asText(item, place);
  return uuidText(item.kind === 'tag' && item.tag === TAG.uuid ? item.item : item, place);
}

function uuidText(item: CborItem, place: CborPlace): string {
  const digits = toHex(asBytes(item, place));
  if (digits.length !== 2 * UUID_OCTETS) throw cborRefusal('bad-value', `wanted a UUID of ${UUID_OCTETS} octets`, { item, place });
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Of the content octets of its DER. @spec RFC 9090 section 2 */
function oidText(octets: Uint8Array, at: { readonly item: CborItem; readonly place: CborPlace }): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of octets) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet & 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first, ...rest] = arcs;
  if (first === undefined || (octets.at(-1) ?? 0x80) & 0x80) throw cborRefusal('bad-value', 'wanted an object identifier', at);
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...rest].join('.');
}
