import { CLASS_REGISTRY } from '#lib/component/class-registry.ts';
import type { Category, ComponentAddress } from '#lib/component/types.ts';
import { isMembers } from '#lib/encoding/members.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { type Member, membersOf, type Notes, note, textOf } from './members.ts';
import { componentOf, namesPart, openRow, type Row, take, textIn } from './row.ts';
import { ADDRESS_KINDS, MAX_COMPONENTS } from './schema.ts';
import type { InventoryComponent, SourcedField } from './types.ts';

interface Structure {
  readonly category: Category;
  readonly fields: Readonly<Partial<Record<SourcedField, readonly string[]>>>;
}

const SERIAL = ['SERIALNUMBER'] as const;

/** SMBIOS structures that list parts, by type number. The file gives no class value for them. */
const STRUCTURES: Readonly<Record<string, Structure>> = {
  '0': { category: 'firmware', fields: { manufacturer: ['VENDOR'], revision: ['VERSION'] } },
  '2': { category: 'board', fields: { manufacturer: ['MANUFACTURER'], model: ['PRODUCT'], serial: SERIAL, revision: ['VERSION'] } },
  // Its type is a kind of chassis in words, and no model.
  '3': { category: 'chassis', fields: { manufacturer: ['MANUFACTURER'], serial: SERIAL, revision: ['VERSION'] } },
  '4': {
    category: 'processor',
    fields: { manufacturer: ['MANUFACTURER'], model: ['PARTNUMBER'], serial: SERIAL, revision: ['VERSION'], slot: ['SOCKET'] },
  },
  '17': { category: 'memory', fields: { manufacturer: ['MANUFACTURER'], model: ['PARTNUMBER'], serial: SERIAL, slot: ['DEVICE', 'BANK'] } },
  '22': { category: 'power', fields: { manufacturer: ['MANUFACTURER'], model: ['NAME'], serial: SERIAL, slot: ['LOCATION'] } },
  '27': { category: 'cooling', fields: { model: ['DESCRIPTION'] } },
  '39': {
    category: 'power',
    fields: {
      manufacturer: ['MANUFACTURER'],
      model: ['MODELPARTNUMBER', 'NAME'],
      serial: SERIAL,
      revision: ['REVISION'],
      slot: ['LOCATION'],
    },
  },
};

/** The rows of the sections `TYPE<number>…`; what lists no known kind of part is noted. @throws ParseError */
export function readIntelStructures(sections: readonly Member[], notes: Notes): readonly InventoryComponent[] {
  return sections.flatMap((section) => {
    const number = /^TYPE([0-9]{1,3})[A-Z]/.exec(section.key.toUpperCase())?.[1] ?? '';
    const structure = Object.hasOwn(STRUCTURES, number) ? STRUCTURES[number] : undefined;
    if (structure === undefined) {
      note(notes, { code: 'unread-key', detail: `the section ${JSON.stringify(section.key)} is not read`, path: section.path });
      return [];
    }
    return rowsOf(section).flatMap((member) => {
      const row = openRow(member.value, member.path, notes);
      for (const [field, names] of Object.entries(structure.fields) as [SourcedField, readonly string[]][]) take(row, field, names);
      const component = componentOf(row, { category: structure.category });
      return namesPart(component, notes) ? [component] : [];
    });
  });
}

/** A list, an object of numbered rows, or the row itself. @throws ParseError 'too-many' */
function rowsOf(section: Member): readonly Member[] {
  const { key, value, path } = section;
  // An empty element, or an empty text.
  if (typeof value === 'string' && value.trim() === '') return [];
  const rows = Array.isArray(value)
    ? value.map((item: unknown, index) => ({ key, value: item, path: `${path}[${index}]` }))
    : isMembers(value) && Object.values(value).some((item) => typeof item === 'object' && item !== null)
      ? membersOf(value, path)
          .unread()
          .flatMap((row) => (Array.isArray(row.value) ? rowsOf(row) : [row]))
      : [section];
  if (rows.length > MAX_COMPONENTS)
    throw new ParseError('too-many', `${rows.length} entries at ${path}; at most ${MAX_COMPONENTS} are read`, { path });
  return rows;
}

/** The rows of `ComponentIdentifiers`, which have class values of the TCG registry. @throws ParseError */
export function readIntelIdentifier(section: Member | undefined, notes: Notes): readonly InventoryComponent[] {
  if (section === undefined || section.value === null) return [];
  return rowsOf(section).flatMap((member) => {
    const row = openRow(member.value, member.path, notes);
    for (const field of ['manufacturer', 'model', 'serial', 'revision', 'manufacturerId'] as const) {
      take(row, field, [`COMPONENT${field.toUpperCase()}`]);
    }
    const digits = /^(?:0x)?([0-9a-f]{8})$/i.exec(take(row, 'class', ['COMPONENTCLASSID'])?.trim() ?? '')?.[1];
    const component = componentOf(row, {
      class: digits === undefined ? null : { registry: CLASS_REGISTRY.tcg, value: digits.toUpperCase() },
      fieldReplaceable: booleanOf(textIn(row, ['FIELDREPLACEABLE'])),
      addresses: readAddresses(row, row.members.take(['COMPONENTADDRESS']), notes),
    });
    return namesPart(component, notes) ? [component] : [];
  });
}

const booleanOf = (text: string | null): boolean | null => {
  const word = text?.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : null;
};

function readAddresses(row: Row, member: Member | undefined, notes: Notes): readonly ComponentAddress[] {
  if (member === undefined || !isMembers(member.value)) return [];
  const members = membersOf(member.value, `${row.path}.${member.key}`);
  const type = textOf(members.take(['TYPE']), notes)?.trim() ?? '';
  const value = textOf(members.take(['VALUE']), notes) ?? '';
  if (value === '') return [];
  return [{ kind: Object.hasOwn(ADDRESS_KINDS, type) ? (ADDRESS_KINDS[type] ?? type) : type, value }];
}
