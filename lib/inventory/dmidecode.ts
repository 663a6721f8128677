import type { PlatformIdentity, Property } from '#lib/component/types.ts';
import { buildInventory, NO_PLATFORM } from './build-inventory.ts';
import { type PrintedStructure, type PrintedTable, readDmidecodeText } from './dmidecode-text.ts';
import { type Notes, note } from './members.ts';
import { timeAt } from './reported-time.ts';
import { namesPart } from './row.ts';
import { readSmbiosPart } from './smbios-parts.ts';
import type { Inventory } from './types.ts';

const SYSTEM = 1;
const BIOS = 0;
const END_OF_TABLE = 127;

/**
 * Reads the text that `dmidecode` prints. Parts get the class and the fields of the SMBIOS class registry where the text has what that
 * needs. The tool exits with 0 on a broken table, so what it printed is checked: announced and printed structures, the end of the table.
 * @throws ParseError of readDmidecodeText, with the line
 * @spec TCG SMBIOS Component Class Registry 1.01; DMTF DSP0134 3.7
 */
export function readDmidecode(bytes: Uint8Array, notes: Notes): Inventory {
  const table = readDmidecodeText(bytes);
  const gaps = gapsOf(table);
  for (const { detail, line } of gaps) note(notes, { code: 'incomplete-table', detail, path: `line ${line}` });
  const components = table.structures.flatMap((structure) => {
    const component = readSmbiosPart(structure, notes);
    return component === null || !namesPart(component, notes) ? [] : [component];
  });
  return buildInventory(
    {
      format: 'dmidecode',
      collector: table.toolVersion === null ? 'dmidecode' : `dmidecode ${table.toolVersion}`,
      platform: platformOf(table.structures),
      components,
      properties: propertiesOf(table.structures, notes),
      isWhole: gaps.length === 0,
    },
    notes,
  );
}

/** Whatever shows that there was more: what the tool said, fewer structures than announced, no end of the table. */
function gapsOf({ announced, structures, gaps }: PrintedTable): PrintedTable['gaps'] {
  const last = structures.at(-1);
  const line = last?.line ?? 1;
  const isShort = announced !== null && structures.length < announced;
  const isEnded = last?.type === END_OF_TABLE;
  return [
    ...gaps,
    ...(isShort ? [{ detail: `the table announces ${announced} structures, and ${structures.length} are printed`, line }] : []),
    ...(isEnded || isShort
      ? []
      : [{ detail: 'the end of the table is not printed: some types alone were asked for, or the text was cut', line }]),
  ];
}

function platformOf(structures: readonly PrintedStructure[]): PlatformIdentity {
  const system = structures.find(({ type }) => type === SYSTEM);
  if (system === undefined) return NO_PLATFORM;
  const text = (name: string): string | null => textIn(system, name);
  return { manufacturer: text('Manufacturer'), model: text('Product Name'), version: text('Version'), serial: text('Serial Number') };
}

function propertiesOf(structures: readonly PrintedStructure[], notes: Notes): readonly Property[] {
  const system = structures.find(({ type }) => type === SYSTEM);
  const bios = structures.find(({ type }) => type === BIOS);
  const release = bios === undefined ? null : textIn(bios, 'Release Date');
  if (release !== null && bios !== undefined) timeAt(release, `${bios.handle}.Release Date`, notes);
  return [
    ...['UUID', 'SKU Number', 'Family'].map((name) => ({ name, value: system === undefined ? null : textIn(system, name) })),
    { name: 'BIOS Release Date', value: release },
  ].flatMap(({ name, value }) => (value === null ? [] : [{ name, value, status: null }]));
}

function textIn({ fields }: PrintedStructure, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' ? value : null;
}
