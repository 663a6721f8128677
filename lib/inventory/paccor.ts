import type { PlatformIdentity, Property } from '#lib/component/types.ts';
import { buildInventory, NO_PLATFORM } from './build-inventory.ts';
import { isDeltaInput } from './delta-input.ts';
import { listOf, type Member, membersOf, type Notes, note, noteUnread, textOf } from './members.ts';
import { readComponent, readStatus } from './paccor-component.ts';
import { plainRow } from './paccor-traits.ts';
import { KEYS, MAX_COMPONENTS, MAX_PROPERTIES } from './schema.ts';
import type { Inventory } from './types.ts';

/**
 * Reads the paccor style, which HPE's and HIRS's tools write too: keys in any case, aliases, one object where a list
 * is expected, traits of specification 2.x in the place of members. What is not read is listed in the warnings; the raw object stays beside each component.
 * @throws ParseError 'bad-value' | 'duplicate-key' | 'too-large' | 'too-many', with the path
 */
export function readPaccor(value: unknown, notes: Notes): Inventory {
  const members = membersOf(value, '');
  const platform = readPlatform(members.take(KEYS.platform), notes);
  const components = listOf(members.take(KEYS.components), MAX_COMPONENTS).map((row) => readComponent(row.value, row.path, notes));
  const properties = listOf(members.take(KEYS.properties), MAX_PROPERTIES).map((row) => readProperty(row.value, row.path, notes));
  noteUnread(members, notes);
  if (isDeltaInput({ components })) {
    const detail = 'its rows have a status: it is the input of a delta certificate, and tells nothing of what there is';
    note(notes, { code: 'delta-input', detail, path: components[0]?.path ?? '' });
  }
  return buildInventory({ format: 'paccor', platform, components, properties }, notes);
}

function readPlatform(member: Member | undefined, notes: Notes): PlatformIdentity {
  if (member === undefined || member.value === null) return NO_PLATFORM;
  const members = membersOf(plainRow(member.value, member.path, notes).value, member.path);
  const text = (names: readonly string[]): string | null => textOf(members.take(names), notes);
  const platform = {
    manufacturer: text(KEYS.platformManufacturer),
    model: text(KEYS.platformModel),
    version: text(KEYS.platformVersion),
    serial: text(KEYS.platformSerial),
  };
  members.take(KEYS.platformManufacturerId);
  noteUnread(members, notes);
  return platform;
}

function readProperty(value: unknown, path: string, notes: Notes): Property {
  const members = membersOf(value, path);
  const property = {
    name: textOf(members.take(KEYS.propertyName), notes) ?? '',
    value: textOf(members.take(KEYS.propertyValue), notes) ?? '',
    status: readStatus(members.take(KEYS.propertyStatus), notes),
  };
  noteUnread(members, notes);
  return property;
}
