import { CLASS_REGISTRY } from '#lib/component/class-registry.ts';
import type { PrintedStructure } from './dmidecode-text.ts';
import { type Notes, note } from './members.ts';
import { componentOf, openRow, type Row, take, textIn } from './row.ts';
import {
  BIOS_EXTENSION_1,
  BIOS_EXTENSION_2,
  BOARD_TYPES,
  bitsOf,
  CHASSIS_TYPES,
  codeOf,
  MEMORY_TYPES,
  octet,
  PROCESSOR_FAMILIES,
  PROCESSOR_TYPES,
} from './smbios-names.ts';
import type { InventoryComponent, SourcedField } from './types.ts';

/** What the tool prints where the table points nowhere or holds a value of no meaning. */
const NOTHING = /^<(?:BAD INDEX|OUT OF SPEC|TRUNCATED)>$/;

/** How the structure of one type becomes a part. */
interface Mapping {
  readonly fields: Readonly<Partial<Record<SourcedField, readonly string[]>>>;
  /** The two octets of the class behind 00 and the type, as four digits. */
  readonly kind: (row: Row) => string;
  /** Changes texts into the codes that the registry wants, and says whether the part can be replaced. */
  readonly refine?: (row: Row) => boolean | null;
  /** The slot is empty. */
  readonly isEmpty?: (row: Row) => boolean;
}

const PLAIN = () => '0000';
const NAMES = { manufacturer: ['MANUFACTURER'], serial: ['SERIAL NUMBER'] } as const;

/**
 * By structure type. Fields as the registry defines them; a slot is added where the structure has one.
 * Of a TPM the text has one half of the firmware version only, which stays as it is printed.
 * @spec TCG SMBIOS Component Class Registry 1.01
 */
const MAPPINGS: Readonly<Record<number, Mapping>> = {
  0: { fields: { manufacturer: ['VENDOR'], model: ['VERSION'], revision: ['BIOS REVISION'] }, kind: biosKind, refine: biosRelease },
  2: {
    fields: { ...NAMES, model: ['PRODUCT NAME'], revision: ['VERSION'], slot: ['LOCATION IN CHASSIS'] },
    kind: (row) => `00${codeOf(BOARD_TYPES, textIn(row, ['TYPE'])) ?? '00'}`,
    refine: (row) => listIn(row, 'FEATURES').some((feature) => /is (?:removable|replaceable|hot swappable)$/.test(feature)),
  },
  3: { fields: { ...NAMES, model: ['TYPE'], revision: ['VERSION'] }, kind: (row) => `00${chassisCode(row) ?? '00'}`, refine: chassisModel },
  4: {
    fields: { ...NAMES, model: ['FAMILY'], revision: ['VERSION'], slot: ['SOCKET DESIGNATION'] },
    kind: (row) => `00${codeOf(PROCESSOR_TYPES, textIn(row, ['TYPE'])) ?? '00'}`,
    refine: processorModel,
    isEmpty: (row) => /^Unpopulated/.test(textIn(row, ['STATUS']) ?? ''),
  },
  17: {
    fields: { ...NAMES, model: ['PART NUMBER'], revision: ['FIRMWARE VERSION'], slot: ['LOCATOR'] },
    kind: (row) => `00${codeOf(MEMORY_TYPES, textIn(row, ['TYPE'])) ?? '00'}`,
    isEmpty: (row) => /^(?:No Module Installed|Not Installed)$/.test(textIn(row, ['SIZE']) ?? ''),
  },
  22: { fields: { ...NAMES, model: ['NAME'], revision: ['SBDS VERSION'], slot: ['LOCATION'] }, kind: PLAIN },
  39: {
    fields: { ...NAMES, model: ['MODEL PART NUMBER'], revision: ['REVISION'], slot: ['LOCATION'] },
    kind: PLAIN,
    refine: (row) => textIn(row, ['HOT REPLACEABLE']) === 'Yes',
    isEmpty: (row) => /^Not Present/.test(textIn(row, ['STATUS']) ?? ''),
  },
  43: {
    fields: { manufacturer: ['VENDOR ID'], model: ['SPECIFICATION VERSION'], revision: ['FIRMWARE REVISION'] },
    kind: PLAIN,
    refine: tpmCodes,
  },
};

/** The part of one structure; null for a structure that lists none and for an empty slot. @throws ParseError 'too-large' */
export function readSmbiosPart({ type, handle, fields, title, line }: PrintedStructure, notes: Notes): InventoryComponent | null {
  const mapping = Object.hasOwn(MAPPINGS, type) ? MAPPINGS[type] : undefined;
  if (mapping === undefined) return null;
  const row = openRow({ ...fields }, handle, notes);
  if (mapping.isEmpty?.(row) === true) return null;
  for (const [field, names] of Object.entries(mapping.fields) as [SourcedField, readonly string[]][]) takeText(row, field, names);
  const kind = mapping.kind(row);
  const fieldReplaceable = mapping.refine?.(row) ?? null;
  const value = `00${octet(type)}${kind}`;
  const component = componentOf(row, { class: { registry: CLASS_REGISTRY.smbios, value }, fieldReplaceable });
  return { ...component, raw: { Handle: handle, Line: line, Title: title, ...fields } };
}

function takeText(row: Row, field: SourcedField, names: readonly string[]): void {
  const text = take(row, field, names);
  if (text === null || !NOTHING.test(text)) return;
  note(row.notes, { code: 'broken-value', detail: `the tool printed ${text}`, path: `${row.path}.${row.from.get(field) ?? field}` });
  row.texts.set(field, null);
  row.from.delete(field);
}

function listIn(row: Row, name: string): readonly string[] {
  const value = row.members.take([name])?.value;
  return Array.isArray(value) ? value.map(String) : [];
}

function biosKind(row: Row): string {
  const words = listIn(row, 'CHARACTERISTICS');
  return `${bitsOf(BIOS_EXTENSION_1, words)}${bitsOf(BIOS_EXTENSION_2, words)}`;
}

/** `5.17` is the release 05 11. */
function biosRelease(row: Row): null {
  const [, major, minor] = /^([0-9]{1,3})\.([0-9]{1,3})$/.exec(row.texts.get('revision') ?? '') ?? [];
  if (major !== undefined && minor !== undefined) row.texts.set('revision', `${octet(Number(major))}${octet(Number(minor))}`);
  return null;
}

/** The highest bit says whether the chassis has a lock. */
function chassisCode(row: Row): string | undefined {
  const code = codeOf(CHASSIS_TYPES, textIn(row, ['TYPE']));
  const lock = textIn(row, ['LOCK']) === 'Present' ? 0x80 : 0;
  return code === undefined ? undefined : octet(Number.parseInt(code, 16) | lock);
}

function chassisModel(row: Row): null {
  const code = chassisCode(row);
  if (code !== undefined) row.texts.set('model', code);
  return null;
}

/** A processor in anything but a soldered place can be replaced. @spec DSP0134 3.7 section 7.5.5 (upgrade 6: none) */
function processorModel(row: Row): boolean | null {
  const code = codeOf(PROCESSOR_FAMILIES, row.texts.get('model') ?? null);
  if (code !== undefined) row.texts.set('model', code);
  const upgrade = textIn(row, ['UPGRADE']);
  return upgrade === null ? null : upgrade !== 'None';
}

/** Vendors whose identifier is filled with a blank; all others are filled with zeros. @spec TCG TPM Vendor ID Registry 1.02 */
const FILLED_WITH_BLANK: ReadonlySet<string> = new Set(['STM', 'NSM']);

/** Four characters of the vendor and the two numbers of the family, in hexadecimal digits. The tool prints an identifier up to its first zero. */
function tpmCodes(row: Row): null {
  const vendor = row.texts.get('manufacturer') ?? '';
  const filler = FILLED_WITH_BLANK.has(vendor) ? ' ' : '\0';
  if (/^[ -~]{1,4}$/.test(vendor)) row.texts.set('manufacturer', Buffer.from(vendor.padEnd(4, filler)).toString('hex').toUpperCase());
  const [, major, minor] = /^([0-9]{1,2})\.([0-9]{1,2})$/.exec(row.texts.get('model') ?? '') ?? [];
  if (major !== undefined && minor !== undefined) row.texts.set('model', `${octet(Number(major))}${octet(Number(minor))}`);
  return null;
}
