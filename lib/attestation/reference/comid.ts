import { toHex } from '#lib/encoding/bytes.ts';
import { type CborItem, type CborMap, cborIdentity, cborMember } from '#lib/encoding/cbor-item.ts';
import type { Warning } from '#lib/encoding/parse-error.ts';
import { readHashEntries } from './cbor-digests.ts';
import {
  asBytes,
  asCount,
  asIdentifier,
  asList,
  asMap,
  asTagId,
  asText,
  asUri,
  type CborPlace,
  cborRefusal,
  inside,
  optional,
  required,
} from './cbor-fields.ts';
import type {
  ComidEnvironment,
  ComidMeasurement,
  ComidRawValue,
  ComidRegister,
  ComidSvn,
  ComidValues,
  ReferenceTriple,
} from './comid-types.ts';
import type { ManifestEntity, ManifestLink } from './types.ts';

/** What a CoMID tag says. */
export interface Comid {
  readonly id: string;
  readonly version: number;
  readonly entities: readonly ManifestEntity[];
  readonly links: readonly ManifestLink[];
  readonly triples: readonly ReferenceTriple[];
  readonly warnings: readonly Warning[];
}

const REFERENCE_TRIPLES = 0;
const ROLES: readonly string[] = ['tagCreator', 'creator', 'maintainer'];
/** @spec draft-ietf-rats-corim section 5.1.3 (tag-rel-type-choice) */
const RELATIONS: readonly string[] = ['supplemental', 'supersedes'];

/**
 * Reads a concise-mid-tag: its identity, and its reference triples. Triples of other kinds endorse, name keys or describe the parts of a
 * platform; they are counted.
 * @throws ParseError 'bad-value', 'missing-field', 'duplicate-key', 'too-many', 'too-large', with the offset and the path
 * @spec draft-ietf-rats-corim section 5
 */
export function readComid(item: CborItem, place: CborPlace): Comid {
  const map = asMap(item, place);
  const identity = required({ map, key: 1, name: 'tag-identity', place }, asMap);
  const triples = required({ map, key: 4, name: 'triples', place }, asMap);
  const other = triples.entries.filter(({ key }) => !(key.kind === 'integer' && key.value === REFERENCE_TRIPLES)).length;
  return {
    id: required({ map: identity, key: 0, name: 'tag-identity.tag-id', place }, asTagId),
    version: optional({ map: identity, key: 1, name: 'tag-identity.tag-version', place }, asCount) ?? 0,
    entities:
      optional({ map, key: 2, name: 'entities', place }, (list, at) => asList(list, at).map((entity) => readEntity(entity, at))) ?? [],
    links:
      optional({ map, key: 3, name: 'linked-tags', place }, (list, at) => asList(list, at).map((link) => readLinkedTag(link, at))) ?? [],
    triples:
      optional({ map: triples, key: REFERENCE_TRIPLES, name: 'triples.reference', place }, (list, at) =>
        asList(list, at).map((triple) => readTriple(triple, at)),
      ) ?? [],
    warnings:
      other === 0
        ? []
        : [{ code: 'triples-not-read', detail: `${other} lists of triples of other kinds give no reference values`, path: place.path }],
  };
}

/** An entity of a CoRIM or a CoMID; roles that have no name are told by their number. */
export function readEntity(item: CborItem, place: CborPlace, roles: readonly string[] = ROLES): ManifestEntity {
  const map = asMap(item, place);
  const written = required({ map, key: 2, name: 'role', place }, asList);
  return {
    name: required({ map, key: 0, name: 'entity-name', place }, asText),
    regid: optional({ map, key: 1, name: 'reg-id', place }, asUri),
    roles: written.map((role) =>
      role.kind === 'integer' && typeof role.value === 'number' ? (roles[role.value] ?? `role ${role.value}`) : cborIdentity(role),
    ),
  };
}

function readLinkedTag(item: CborItem, place: CborPlace): ManifestLink {
  const map = asMap(item, place);
  const relation = required({ map, key: 1, name: 'tag-rel', place }, asCount);
  return { href: required({ map, key: 0, name: 'linked-tag-id', place }, asTagId), rel: RELATIONS[relation] ?? `relation ${relation}` };
}

function readTriple(item: CborItem, place: CborPlace): ReferenceTriple {
  const [environment, measurements, more] = item.kind === 'array' ? item.items : [];
  if (environment === undefined || measurements === undefined || more !== undefined) {
    throw cborRefusal('bad-value', 'wanted an environment and its measurements', { item, place });
  }
  return {
    environment: readEnvironment(environment, inside(place, 'environment')),
    measurements: asList(measurements, inside(place, 'measurements')).map((each) => readMeasurement(each, inside(place, 'measurements'))),
  };
}

/** @spec draft-ietf-rats-corim section 5.1.4.1: an environment says something */
function readEnvironment(item: CborItem, place: CborPlace): ComidEnvironment {
  const map = asMap(item, place);
  if (map.entries.length === 0) throw cborRefusal('missing-field', 'the environment says nothing', { item, place });
  refuseUnknown(map, [0, 1, 2], place);
  const group = optional({ map, key: 0, name: 'class', place }, asMap);
  if (group !== null) refuseUnknown(group, [0, 1, 2, 3, 4], place);
  const ofClass = <T>(key: number, name: string, read: (each: CborItem, at: CborPlace) => T): T | null =>
    group === null ? null : optional({ map: group, key, name: `class.${name}`, place }, read);
  return {
    classId: ofClass(0, 'class-id', asIdentifier),
    vendor: ofClass(1, 'vendor', asText),
    model: ofClass(2, 'model', asText),
    layer: ofClass(3, 'layer', asCount),
    index: ofClass(4, 'index', asCount),
    instance: optional({ map, key: 1, name: 'instance', place }, asIdentifier),
    group: optional({ map, key: 2, name: 'group', place }, asIdentifier),
  };
}

/** What narrows an environment and isn't understood would be left out of the comparison, so it is refused. */
function refuseUnknown(map: CborMap, known: readonly number[], place: CborPlace): void {
  const strange = map.entries.find(({ key }) => !(key.kind === 'integer' && typeof key.value === 'number' && known.includes(key.value)));
  if (strange !== undefined)
    throw cborRefusal('bad-value', `the code point ${cborIdentity(strange.key).slice(0, 40)} is not known here`, {
      item: strange.key,
      place,
    });
}

function readMeasurement(item: CborItem, place: CborPlace): ComidMeasurement {
  const map = asMap(item, place);
  return {
    key: optional({ map, key: 0, name: 'mkey', place }, asIdentifier),
    values: readValues(required({ map, key: 1, name: 'mval', place }, asMap), inside(place, 'mval')),
  };
}

const KNOWN_VALUES: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14];

function readValues(map: CborMap, place: CborPlace): ComidValues {
  const hex = (item: CborItem, at: CborPlace): string => toHex(asBytes(item, at));
  const member = <T>(key: number, name: string, read: (item: CborItem, at: CborPlace) => T): T | null =>
    optional({ map, key, name, place }, read);
  return {
    version: member(0, 'version', readVersion),
    svn: member(1, 'svn', readSvn),
    digests: member(2, 'digests', readHashEntries) ?? [],
    flags: member(3, 'flags', readFlags),
    rawValue: readRawValue(map, place),
    macAddress: member(6, 'mac-addr', hex),
    ipAddress: member(7, 'ip-addr', hex),
    serialNumber: member(8, 'serial-number', asText),
    ueid: member(9, 'ueid', hex),
    uuid: member(10, 'uuid', hex),
    name: member(11, 'name', asText),
    registers: member(14, 'integrity-registers', readRegisters) ?? [],
    unread: map.entries.flatMap(({ key }) =>
      key.kind === 'integer' && typeof key.value === 'number' && KNOWN_VALUES.includes(key.value) ? [] : [cborIdentity(key).slice(0, 40)],
    ),
  };
}

function readVersion(item: CborItem, place: CborPlace): NonNullable<ComidValues['version']> {
  const map = asMap(item, place);
  const scheme = cborMember(map, 1);
  return {
    version: required({ map, key: 0, name: 'version', place }, asText),
    scheme: scheme === undefined ? null : versionSchemeName(scheme),
  };
}

/** @spec RFC 9393 section 4.1 */
const SCHEMES: Readonly<Record<string, string>> = {
  1: 'multipartnumeric',
  2: 'multipartnumeric+suffix',
  3: 'alphanumeric',
  4: 'decimal',
  16384: 'semver',
};

/** The name of a version scheme, or what stands there. */
export function versionSchemeName(item: CborItem): string {
  if (item.kind === 'text') return item.value;
  return (item.kind === 'integer' ? SCHEMES[String(item.value)] : undefined) ?? cborIdentity(item);
}

const [EXACT_SVN, MINIMUM_SVN] = [552, 553];

/** A bare number is exact. */
function readSvn(item: CborItem, place: CborPlace): ComidSvn {
  if (item.kind !== 'tag') return { kind: 'exact', value: asCount(item, place) };
  if (item.tag !== EXACT_SVN && item.tag !== MINIMUM_SVN)
    throw cborRefusal('bad-value', `a security version with tag ${item.tag} is not known`, { item, place });
  return { kind: item.tag === EXACT_SVN ? 'exact' : 'minimum', value: asCount(item.item, place) };
}

function readFlags(item: CborItem, place: CborPlace): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    asMap(item, place).entries.map(({ key, value }) => {
      if (value.kind !== 'boolean') throw cborRefusal('bad-value', 'wanted true or false', { item: value, place });
      return [cborIdentity(key), value.value];
    }),
  );
}

const [TAGGED_BYTES, TAGGED_MASKED] = [560, 563];

/** Octets, octets with a mask, or, as older drafts had it, a mask beside them. */
function readRawValue(map: CborMap, place: CborPlace): ComidRawValue | null {
  const item = cborMember(map, 4);
  if (item === undefined) return null;
  const at = inside(place, 'raw-value');
  if (item.kind === 'tag' && item.tag === TAGGED_MASKED) {
    const [value, mask, more] = item.item.kind === 'array' ? item.item.items : [];
    if (value === undefined || mask === undefined || more !== undefined)
      throw cborRefusal('bad-value', 'wanted a value and a mask', { item, place: at });
    return maskedValue(asBytes(value, at), asBytes(mask, at), { item, place: at });
  }
  const value = asBytes(item.kind === 'tag' && item.tag === TAGGED_BYTES ? item.item : item, at);
  const mask = optional({ map, key: 5, name: 'raw-value-mask', place }, asBytes);
  return mask === null ? { value: toHex(value), mask: null } : maskedValue(value, mask, { item, place: at });
}

function maskedValue(value: Uint8Array, mask: Uint8Array, at: { readonly item: CborItem; readonly place: CborPlace }): ComidRawValue {
  if (value.length !== mask.length) throw cborRefusal('bad-value', `a mask of ${mask.length} octets for ${value.length}`, at);
  return { value: toHex(value), mask: toHex(mask) };
}

function readRegisters(item: CborItem, place: CborPlace): readonly ComidRegister[] {
  return asMap(item, place).entries.map(({ key, value }) => {
    if (key.kind !== 'integer' && key.kind !== 'text')
      throw cborRefusal('bad-value', 'wanted a number or a name of a register', { item: key, place });
    return { register: String(key.value), digests: readHashEntries(value, inside(place, String(key.value).slice(0, 40))) };
  });
}
