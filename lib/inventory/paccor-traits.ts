import { isMembers } from '#lib/encoding/members.ts';
import { listOf, type Member, membersOf, type Notes, note } from './members.ts';
import { KEYS, MAX_TRAITS } from './schema.ts';

/** A row in which every field stands in a member of its own, and where the members come from that traits gave. */
export interface PlainRow {
  readonly value: Readonly<Record<string, unknown>>;
  /** By member of `value`: the place inside the row, such as `TRAITS[1].utf8`. */
  readonly origins: ReadonlyMap<string, string>;
}

const CATEGORY = '2.23.133.19.2';
const SYNTAX = '2.23.133.19.1';

/** The member that a trait fills, by what it means. @spec TCG Platform Certificate Profile 2.1 section 3.1 (traitCategory) */
const BY_CATEGORY: Readonly<Record<string, string>> = {
  [`${CATEGORY}.1`]: KEYS.platformManufacturer[0],
  [`${CATEGORY}.2`]: KEYS.platformModel[0],
  [`${CATEGORY}.3`]: KEYS.platformVersion[0],
  [`${CATEGORY}.4`]: KEYS.platformSerial[0],
  [`${CATEGORY}.5`]: KEYS.platformManufacturerId[0],
  [`${CATEGORY}.7`]: KEYS.class[0],
  [`${CATEGORY}.8`]: KEYS.manufacturer[0],
  [`${CATEGORY}.9`]: KEYS.model[0],
  [`${CATEGORY}.10`]: KEYS.serial[0],
  [`${CATEGORY}.11`]: KEYS.status[0],
  [`${CATEGORY}.12`]: KEYS.slot[0],
  [`${CATEGORY}.13`]: KEYS.revision[0],
  [`${CATEGORY}.14`]: KEYS.fieldReplaceable[0],
  [`${CATEGORY}.26`]: KEYS.identifier[0],
  [`${CATEGORY}.29`]: KEYS.addresses[0],
  [`${CATEGORY}.31`]: KEYS.manufacturerId[0],
};

/** The same where a trait names no category: its syntax tells. @spec the same (traitId) */
const BY_SYNTAX: Readonly<Record<string, string>> = {
  [`${SYNTAX}.4`]: KEYS.class[0],
  [`${SYNTAX}.5`]: KEYS.identifier[0],
  [`${SYNTAX}.8`]: KEYS.addresses[0],
  [`${SYNTAX}.10`]: KEYS.manufacturerId[0],
  [`${SYNTAX}.16`]: KEYS.status[0],
};

/** Members that hold a trait's value, by the name of its syntax; null where the name alone doesn't say what it means. */
const VALUE_MEMBERS: Readonly<Record<string, string | null>> = {
  TRAITVALUE: null,
  UTF8: null,
  UTF8STRING: null,
  IA5: null,
  IA5STRING: null,
  BOOL: null,
  BOOLEAN: null,
  OID: null,
  COMPONENTCLASS: KEYS.class[0],
  COMPONENTIDENTIFIERV11: KEYS.identifier[0],
  NETWORKMAC: KEYS.addresses[0],
  PEN: KEYS.manufacturerId[0],
  STATUS: KEYS.status[0],
};

/** Members that newer writers put around a single value. */
const WRAPPERS: readonly string[] = ['string', 'oid', 'bool', 'base64'];

/**
 * Reads what traits of specification 2.x say of a platform or a component into the members of a plain row. A row is an object with members,
 * with traits, or with both, of which the members count; or the list of traits alone; or one component identifier.
 * @throws ParseError 'bad-value' | 'duplicate-key' | 'too-many', with the path
 */
export function plainRow(value: unknown, path: string, notes: Notes): PlainRow {
  const own = Array.isArray(value) ? { TRAITS: value } : value;
  const members = membersOf(own, path);
  const traits = members.take(KEYS.traits);
  const identifier = members.take(KEYS.identifier);
  const row: Filling = { said: new Map(), origins: new Map(), path, notes, unread: 0 };
  for (const { key, value: member } of members.unread()) row.said.set(key.toUpperCase(), { key, value: unwrapped(member) });
  if (identifier !== undefined) takeIdentifier(row, unwrapped(identifier.value), identifier.key);
  for (const { trait, at } of traitsIn(traits, Array.isArray(value) ? '' : (traits?.key ?? ''))) takeTrait(row, trait, at);
  if (row.unread > 0) {
    const what = row.unread === 1 ? '1 trait says' : `${row.unread} traits say`;
    note(notes, { code: 'traits-not-read', detail: `${what} what an inventory has no place for; kept in the raw row`, path });
  }
  return { value: Object.fromEntries([...row.said.values()].map(({ key, value: member }) => [key, member])), origins: row.origins };
}

interface Filling {
  /** By name in upper case: the member as it is spelled. */
  readonly said: Map<string, { readonly key: string; readonly value: unknown }>;
  readonly origins: Map<string, string>;
  readonly path: string;
  readonly notes: Notes;
  unread: number;
}

interface PlacedTrait {
  readonly trait: Readonly<Record<string, unknown>>;
  /** Inside the row. */
  readonly at: string;
}

function traitsIn(member: Member | undefined, prefix: string): readonly PlacedTrait[] {
  if (member === undefined) return [];
  return listOf(member, MAX_TRAITS).flatMap(({ value }, index) => {
    const trait = isMembers(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, unwrapped(each)])) : null;
    return trait === null ? [] : [{ trait, at: `${prefix}[${index}]` }];
  });
}

function takeTrait(row: Filling, trait: Readonly<Record<string, unknown>>, at: string): void {
  const members = membersOf(trait, `${row.path}${at.startsWith('[') ? '' : '.'}${at}`);
  const [category, syntax, registry] = ['TRAITCATEGORY', 'TRAITID', 'TRAITREGISTRY'].map((name) => members.take([name])?.value);
  const held = members.take(Object.keys(VALUE_MEMBERS));
  const field = fieldOf(category, BY_CATEGORY) ?? fieldOf(syntax, BY_SYNTAX) ?? VALUE_MEMBERS[held?.key.toUpperCase() ?? ''];
  if (held === undefined || field === undefined || field === null) {
    row.unread += 1;
    return;
  }
  const origin = `${at}.${held.key}`;
  if (field === KEYS.identifier[0]) takeIdentifier(row, held.value, origin);
  else fill(row, { field, value: field === KEYS.class[0] ? classOf(held.value, registry) : held.value, origin });
}

const fieldOf = (oid: unknown, table: Readonly<Record<string, string>>): string | undefined =>
  typeof oid === 'string' && Object.hasOwn(table, oid) ? table[oid] : undefined;

/** A class belongs to the registry that its trait names. */
const classOf = (value: unknown, registry: unknown): unknown =>
  isMembers(value) ? value : { COMPONENTCLASSREGISTRY: registry ?? null, COMPONENTCLASSVALUE: value };

/** A component of 1.1 as one value; some writers put a whole trait in its place. */
function takeIdentifier(row: Filling, value: unknown, origin: string): void {
  const inner = isMembers(value) ? Object.entries(value).find(([name]) => name.toUpperCase() === 'TRAITVALUE') : undefined;
  const identifier = inner === undefined ? value : inner[1];
  if (!isMembers(identifier)) {
    row.unread += 1;
    return;
  }
  for (const [name, member] of Object.entries(identifier)) {
    const place = inner === undefined ? `${origin}.${name}` : `${origin}.${inner[0]}.${name}`;
    fill(row, { field: name, value: member, origin: place });
  }
}

interface Said {
  readonly field: string;
  readonly value: unknown;
  readonly origin: string;
}

/** What stands in the row already counts. Addresses add up. */
function fill(row: Filling, { field, value, origin }: Said): void {
  const name = field.toUpperCase();
  const isAddress = name === KEYS.addresses[0];
  const present = row.said.get(name);
  if (present === undefined || present.value === null) {
    row.said.set(name, { key: field, value: isAddress && !Array.isArray(value) ? [value] : value });
    row.origins.set(field, origin);
  } else if (isAddress) {
    const before: readonly unknown[] = Array.isArray(present.value) ? present.value : [present.value];
    row.said.set(name, { key: present.key, value: [...before, value].flat() });
  } else if (present.value !== value)
    note(row.notes, { code: 'duplicate-trait', detail: `${origin} says again what the row says; the first was read`, path: row.path });
}

/** A value without the member around it. The depth is limited by the JSON reader. */
function unwrapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unwrapped);
  if (!isMembers(value)) return value;
  const [first, ...others] = Object.entries(value);
  if (first !== undefined && others.length === 0 && WRAPPERS.includes(first[0]) && typeof first[1] !== 'object') return first[1];
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unwrapped(member)]));
}
