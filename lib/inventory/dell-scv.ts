import type { Category, PlatformIdentity, Property } from '#lib/component/types.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { buildInventory, NO_PLATFORM } from './build-inventory.ts';
import { listOf, type Member, membersOf, type Notes, note, textOf } from './members.ts';
import { componentOf, namesPart, openRow, take, textIn } from './row.ts';
import { MAX_COMPONENTS } from './schema.ts';
import type { Inventory, InventoryComponent } from './types.ts';

/** Sections of the profile and the kind of part in them. The profile has no classes; a section that isn't listed is kept as `other`. */
const SECTIONS: Readonly<Record<string, Category>> = {
  BASEBOARD: 'board',
  CHASSIS: 'chassis',
  SYSTEM: 'chassis',
  BIOS: 'firmware',
  PROCESSOR: 'processor',
  MEMORY: 'memory',
  POWERSUPPLY: 'power',
  BATTERY: 'power',
  HARDDRIVE: 'storage',
  NETWORK: 'network',
  TPM: 'security-module',
  IDRAC: 'controller',
  RAIDCONTROLLER: 'controller',
  GPU: 'accelerator',
  FAN: 'cooling',
  OEM: 'other',
};

/** Members of the subject alternative name, by the identifier beside each. @spec TCG OID registry, arc 2.23.133.5.1 */
const NAMES = {
  '2.23.133.5.1.1': ['manufacturer', 'MANUFACTURER'],
  '2.23.133.5.1.4': ['model', 'MODEL'],
  '2.23.133.5.1.5': ['version', 'VERSION'],
  '2.23.133.5.1.6': ['serial', 'SERIAL'],
} as const satisfies Readonly<Record<string, readonly [keyof PlatformIdentity, string]>>;

/**
 * Reads the profile that Dell's Secured Component Verification collects: parts by section, with their locators. Rows that name no
 * part, such as empty memory slots, are noted and left out; what else a row has stays in its raw object.
 * @throws ParseError 'bad-value' | 'duplicate-key' | 'too-large' | 'too-many', with the path
 */
export function readDellScv(value: unknown, notes: Notes): Inventory {
  const members = membersOf(value, '');
  const profile = textOf(members.take(['DELL PLATFORM CERTIFICATE PROFILE VERSION']), notes);
  const configuration = members.take(['PLATFORMCONFIGURATION']);
  const sections = configuration === undefined ? undefined : membersOf(configuration.value, configuration.path).take(['COMPONENTDETAILS']);
  return buildInventory(
    {
      format: 'dell-scv',
      collector: profile === null ? 'Dell SCV' : `Dell SCV, profile ${profile}`,
      platform: readNames(members.take(['SUBJECTALTNAME']), notes),
      components: readSections(sections, notes),
      properties: readProperties(members.take(['DELL PRODUCT LINE']), notes),
    },
    notes,
  );
}

function readProperties(productLine: Member | undefined, notes: Notes): readonly Property[] {
  const text = textOf(productLine, notes);
  return text === null || productLine === undefined ? [] : [{ name: productLine.key, value: text, status: null }];
}

function readNames(member: Member | undefined, notes: Notes): PlatformIdentity {
  const platform = { ...NO_PLATFORM };
  for (const { value, path } of listOf(member, MAX_COMPONENTS)) {
    const members = membersOf(value, path);
    const oid = textOf(members.take(['OID']), notes) ?? '';
    if (!isName(oid)) note(notes, { code: 'unread-key', detail: `the name ${JSON.stringify(oid)} is not read`, path });
    else {
      const [field, key] = NAMES[oid];
      Object.assign(platform, { [field]: textOf(members.take([key]), notes) });
    }
  }
  return platform;
}

const isName = (oid: string): oid is keyof typeof NAMES => Object.hasOwn(NAMES, oid);

/** One entry for each section, each with a list of rows. All sections together hold at most MAX_COMPONENTS rows. */
function readSections(member: Member | undefined, notes: Notes): readonly InventoryComponent[] {
  const rows = listOf(member, MAX_COMPONENTS).flatMap(({ value, path }) =>
    membersOf(value, path)
      .unread()
      .flatMap((section) => listOf(section, MAX_COMPONENTS).map((row) => ({ ...row, section: section.key }))),
  );
  if (rows.length > MAX_COMPONENTS) {
    throw new ParseError('too-many', `${rows.length} parts; at most ${MAX_COMPONENTS} are read`, { path: member?.path ?? '' });
  }
  const known = new Set<string>();
  return rows.flatMap(({ value, path, section }) => {
    const category = sectionCategory(section);
    if (category === undefined && !known.has(section)) {
      note(notes, { code: 'unknown-section', detail: `parts of the section ${JSON.stringify(section)} are of no known kind`, path });
      known.add(section);
    }
    const component = readRow(value, path, { notes, category: category ?? 'other' });
    return namesPart(component, notes) ? [component] : [];
  });
}

function sectionCategory(section: string): Category | undefined {
  const name = section.toUpperCase().replaceAll(' ', '');
  return Object.hasOwn(SECTIONS, name) ? SECTIONS[name] : undefined;
}

function readRow(value: unknown, path: string, { notes, category }: { notes: Notes; category: Category }): InventoryComponent {
  const row = openRow(value, path, notes);
  for (const field of ['manufacturer', 'model', 'serial'] as const) take(row, field, [field.toUpperCase()]);
  take(row, 'revision', ['VERSION']);
  take(row, 'slot', ['LOCATOR', 'SOCKET DESIGNATION', 'LOCATION', 'FQDD']);
  const mac = textIn(row, ['MAC ADDRESS']);
  return componentOf(row, { category, addresses: mac === null ? [] : [{ kind: 'ethernet-mac', value: mac }] });
}
