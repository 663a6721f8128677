import { CLASS_REGISTRY } from '#lib/component/class-registry.ts';
import type { ComponentAddress, ComponentClass, ComponentStatus } from '#lib/component/types.ts';
import { toHex } from '#lib/encoding/bytes.ts';
import { isMembers } from '#lib/encoding/members.ts';
import { listOf, type Member, membersOf, type Notes, note, noteUnread, textOf } from './members.ts';
import { plainRow } from './paccor-traits.ts';
import { componentOf, openRow, type Row, take } from './row.ts';
import { ADDRESS_KINDS, KEYS, MAX_ADDRESSES } from './schema.ts';
import type { InventoryComponent } from './types.ts';

/**
 * Reads one row of the paccor style. Placeholders stay as written; an absent manufacturer or model is an empty text.
 * @throws ParseError 'bad-value' | 'duplicate-key' | 'too-large' | 'too-many', with the path
 */
export function readComponent(value: unknown, path: string, notes: Notes): InventoryComponent {
  const plain = plainRow(value, path, notes);
  const row = openRow(plain.value, path, notes);
  for (const field of ['manufacturer', 'model', 'serial', 'revision', 'manufacturerId', 'slot'] as const) take(row, field, KEYS[field]);
  const { members } = row;
  members.take(KEYS.certificate);
  members.take(KEYS.certificateUri);
  const component = componentOf(row, {
    class: readClass(sourced(row, 'class', KEYS.class), notes),
    fieldReplaceable: readBoolean(sourced(row, 'fieldReplaceable', KEYS.fieldReplaceable), notes),
    addresses: readAddresses(members.take(KEYS.addresses), notes),
    status: readStatus(members.take(KEYS.status), notes),
  });
  noteUnread(members, notes);
  const from = Object.entries(component.from).map(([field, key]) => [field, plain.origins.get(key) ?? key]);
  return { ...component, raw: value, from: Object.fromEntries(from) };
}

function sourced(row: Row, field: 'class' | 'fieldReplaceable', names: readonly string[]): Member | undefined {
  const member = row.members.take(names);
  if (member !== undefined) row.from.set(field, member.key);
  return member;
}

/** Status of a component or property in a delta's input; null with a warning for another text. */
export function readStatus(member: Member | undefined, notes: Notes): ComponentStatus | null {
  const text = textOf(member, notes)?.trim().toLowerCase() ?? '';
  if (text === 'added' || text === 'modified' || text === 'removed') return text;
  if (text !== '' && member !== undefined)
    note(notes, { code: 'odd-status', detail: 'wanted added, modified or removed', path: member.path });
  return null;
}

/** An object of registry and value, or the value alone, which then belongs to the TCG registry. */
function readClass(member: Member | undefined, notes: Notes): ComponentClass | null {
  if (member === undefined || member.value === null) return null;
  if (!isMembers(member.value)) return classOf(null, textOf(member, notes), member.path, notes);
  const members = membersOf(member.value, member.path);
  const registry = textOf(members.take(KEYS.classRegistry), notes);
  const value = textOf(members.take(KEYS.classValue), notes);
  noteUnread(members, notes);
  return classOf(registry, value, member.path, notes);
}

function classOf(registry: string | null, value: string | null, path: string, notes: Notes): ComponentClass | null {
  if (value === null) {
    note(notes, { code: 'missing-field', detail: 'a class without a value', path });
    return null;
  }
  if (registry === null) note(notes, { code: 'registry-missing', detail: 'a class without its registry, read as TCG', path });
  return { registry: registry?.trim() ?? CLASS_REGISTRY.tcg, value: classDigits(value, path, notes) };
}

/** Eight digits, also after `0x` or as base64 of four octets; another text stays as it is. */
function classDigits(value: string, path: string, notes: Notes): string {
  const digits = /^(?:0x)?([0-9a-f]{8})$/i.exec(value.trim())?.[1];
  if (digits !== undefined) return digits.toUpperCase();
  if (/^[A-Za-z0-9+/]{5}[AQgw]==$/.test(value)) return toHex(Buffer.from(value, 'base64')).toUpperCase();
  note(notes, { code: 'odd-class', detail: 'wanted a class value of eight hexadecimal digits', path });
  return value;
}

function readBoolean(member: Member | undefined, notes: Notes): boolean | null {
  if (member === undefined || member.value === null) return null;
  const text = typeof member.value === 'boolean' ? String(member.value) : (textOf(member, notes)?.trim().toLowerCase() ?? '');
  if (text === 'true' || text === 'false') return text === 'true';
  if (text !== '') note(notes, { code: 'odd-boolean', detail: 'wanted true or false', path: member.path });
  return null;
}

/** `{ETHERNETMAC: …}` or `{addressType, addressValue}`. */
function readAddresses(member: Member | undefined, notes: Notes): readonly ComponentAddress[] {
  return listOf(member, MAX_ADDRESSES).flatMap(({ value, path }) => {
    const members = membersOf(value, path);
    const type = textOf(members.take(KEYS.addressType), notes);
    const typed = textOf(members.take(KEYS.addressValue), notes);
    const found: ComponentAddress[] = typed === null ? [] : [{ kind: addressKind(type ?? ''), value: typed }];
    for (const name of ['ETHERNETMAC', 'WLANMAC', 'BLUETOOTHMAC']) {
      const text = textOf(members.take([name]), notes);
      if (text !== null) found.push({ kind: addressKind(name), value: text });
    }
    noteUnread(members, notes);
    return found;
  });
}

function addressKind(type: string): string {
  const name = type.trim().toUpperCase();
  return Object.hasOwn(ADDRESS_KINDS, name) ? (ADDRESS_KINDS[name] ?? type) : type;
}
