import type { ComponentAddress, ComponentClass, ComponentStatus } from '#lib/component/types.ts';
import { isMembers, listOf, type Members, membersOf } from '#lib/encoding/members.ts';
import { categoryOfComponent } from './component-category.ts';
import type { ComponentEntry } from './component-entries.ts';
import { exactValue, firstTcgValue, firstValue, propertiesOf } from './device-properties.ts';
import type { Notes } from './notes.ts';
import { OWN } from './own-names.ts';
import { textOf } from './read-value.ts';
import type { BomComponent, NamedValue } from './types.ts';

/** Reads one component of any version into the one shape. What it repairs, it notes. */
export function readComponent({ members, path, inside }: ComponentEntry, notes: Notes): BomComponent {
  const properties = propertiesOf(members.properties);
  const type = textOf(members.type) ?? '';
  const model = textOf(members.name) ?? '';
  const componentClass = classOf(properties);
  noteRepairs({ members, path }, notes);
  return {
    type,
    class: componentClass,
    category: categoryOfComponent({ type, class: componentClass, model, properties }),
    manufacturer: manufacturerOf(members) ?? '',
    model,
    serial: firstValue(properties, 'cdx:device:serialNumber') ?? exactValue(properties, OWN.serial),
    // Of what the environment provides a range may stand in the place of the version.
    revision: textOf(members.version) ?? exactValue(properties, OWN.revision) ?? textOf(members.versionRange),
    manufacturerId: firstTcgValue(properties, 'manufacturerId'),
    fieldReplaceable: truthOf(firstTcgValue(properties, 'fieldReplaceable')),
    addresses: addressesOf(properties),
    status: statusOf(properties),
    slot: firstValue(properties, 'cdx:device:location'),
    hashes: hashesOf(members.hashes, properties),
    ...versionSchemeOf(properties),
    nesting: { id: path, inside: inside === null ? null : { id: inside.path, name: nameOf(inside.members) } },
    bomRef: textOf(members['bom-ref']),
    group: textOf(members.group),
    purl: textOf(members.purl),
    cpe: textOf(members.cpe),
    swidTagId: textOf(membersOf(members.swid).tagId),
    quantity: quantityOf(properties),
    ...(members.isExternal === true ? EXTERNAL : {}),
    path,
    properties,
  };
}

const EXTERNAL = { isExternal: true } as const;

/** An assembly in a few words: product and serial. */
function nameOf(members: Members): string {
  const properties = propertiesOf(members.properties);
  const serial = firstValue(properties, 'cdx:device:serialNumber');
  const product = [manufacturerOf(members), textOf(members.name)].filter((text) => text !== null).join(' ');
  return serial === null ? product : `${product}, serial ${serial}`;
}

/** `manufacturer` came with 1.6; before, the supplier or the publisher stood for it. */
export function manufacturerOf(members: Members): string | null {
  return organizationName(members.manufacturer) ?? organizationName(members.supplier) ?? textOf(members.publisher);
}

/** The name of an organization; some producers write a bare text. */
export function organizationName(value: unknown): string | null {
  return isMembers(value) ? textOf(value.name) : textOf(value);
}

function classOf(properties: readonly NamedValue[]): ComponentClass | null {
  const own = { registry: exactValue(properties, OWN.classRegistry), value: exactValue(properties, OWN.classValue) };
  if (own.registry !== null && own.value !== null) return { registry: own.registry, value: own.value };
  const registry = firstTcgValue(properties, 'componentClassRegistry');
  const value = firstTcgValue(properties, 'componentClassValue');
  if (registry === null || value === null) return null;
  return { registry, value: /^[0-9a-f]{8}$/i.test(value) ? value.toUpperCase() : value };
}

function truthOf(text: string | null): boolean | null {
  if (text === 'true') return true;
  return text === 'false' ? false : null;
}

/** The taxonomy has one name for every kind of MAC address; the other kinds of TCG have names of their own. */
function addressesOf(properties: readonly NamedValue[]): ComponentAddress[] {
  return properties.flatMap(({ name, value }) => {
    if (name === 'cdx:device:macAddress') return value === '' ? [] : [{ kind: 'ethernet-mac', value }];
    const kind = /(?:^|:)tcg:address:(ethernet-mac|wlan-mac|bluetooth-mac|[0-2](?:\.\d+)+)$/.exec(name)?.[1];
    return kind === undefined ? [] : [{ kind, value }];
  });
}

const SCHEME_NAMES: readonly string[] = [OWN.versionScheme, 'LVFS::VersionFormat', 'versionScheme'];

/** How the version counts: as we write it, as LVFS does, as converters of SWID tags do. */
function versionSchemeOf(properties: readonly NamedValue[]): { readonly versionScheme?: string } {
  const scheme = properties.find(({ name, value }) => SCHEME_NAMES.includes(name) && value !== '')?.value;
  return scheme === undefined ? {} : { versionScheme: scheme };
}

/** What a delta certificate does with the part: only an export of the delta itself says so. */
function statusOf(properties: readonly NamedValue[]): ComponentStatus | null {
  const status = firstTcgValue(properties, 'deltaStatus');
  return status === 'added' || status === 'modified' || status === 'removed' ? status : null;
}

/** Absent or unreadable counts as one; the semantic checks tell of the unreadable. */
function quantityOf(properties: readonly NamedValue[]): number {
  return parseQuantity(firstValue(properties, 'cdx:device:quantity')) ?? 1;
}

/** A whole number from 1, or null. */
export function parseQuantity(text: string | null): number | null {
  return text !== null && /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : null;
}

/** Algorithm in lower case, such as `sha-256`, to lower-case hexadecimal; the first of each algorithm. */
function hashesOf(list: unknown, properties: readonly NamedValue[]): Readonly<Record<string, string>> {
  const hashes = new Map<string, string>();
  for (const entry of listOf(list)) {
    const { alg, content } = membersOf(entry);
    const algorithm = textOf(alg)?.toLowerCase();
    const digest = textOf(content)?.toLowerCase();
    if (algorithm !== undefined && digest !== undefined && !hashes.has(algorithm)) hashes.set(algorithm, digest);
  }
  for (const { name, value } of properties) {
    const algorithm = name.startsWith(OWN.hash) ? name.slice(OWN.hash.length) : '';
    if (algorithm !== '' && !hashes.has(algorithm)) hashes.set(algorithm, value);
  }
  return Object.fromEntries(hashes);
}

const TEXTS = ['type', 'name', 'version', 'group', 'publisher'] as const;
const ORGANIZATIONS = ['manufacturer', 'supplier'] as const;

function noteRepairs({ members, path }: Pick<ComponentEntry, 'members' | 'path'>, notes: Notes): void {
  for (const name of TEXTS) {
    const value = members[name];
    if (typeof value === 'number' || typeof value === 'boolean') {
      notes.add({
        code: 'read-as-text',
        detail: `${name} is the ${typeof value} ${value}; it was read as a text.`,
        path: `${path}.${name}`,
      });
    }
  }
  for (const name of ORGANIZATIONS) {
    if (typeof members[name] === 'string') {
      const detail = `${name} is a text where the schema wants an object with a name; the text was read as the name.`;
      notes.add({ code: 'organization-as-text', detail, path: `${path}.${name}` });
    }
  }
  if (members.type === 'hardware') {
    notes.add({ code: 'unknown-type', detail: 'CycloneDX has no type "hardware"; it was read as "device".', path: `${path}.type` });
  }
}
