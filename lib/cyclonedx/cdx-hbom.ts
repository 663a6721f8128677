import { categoryOf } from '#lib/component/category.ts';
import { CLASS_REGISTRY } from '#lib/component/class-registry.ts';
import type { Category, ComponentAddress } from '#lib/component/types.ts';
import { firstValue } from './device-properties.ts';
import type { Notes } from './notes.ts';
import type { BomComponent, CycloneDxBom, NamedValue } from './types.ts';

/** How the collector calls itself in `metadata.tools`. */
export const CDX_HBOM = 'cdx-hbom';
/** Its properties, in a namespace that CycloneDX doesn't register. */
const NAMESPACE = 'cdx:hbom:';

/** By `cdx:hbom:hardwareClass`; a PCI device has its category by its class code. */
const CATEGORIES: Readonly<Record<string, Category>> = {
  processor: 'processor',
  board: 'board',
  chassis: 'chassis',
  storage: 'storage',
  'storage-controller': 'storage',
  'network-interface': 'network',
  'wireless-adapter': 'network',
  'bluetooth-controller': 'network',
  modem: 'network',
  tpm: 'security-module',
  'display-adapter': 'controller',
  'usb-controller': 'controller',
  'audio-controller': 'input-output',
  'audio-device': 'input-output',
  display: 'input-output',
  camera: 'input-output',
  power: 'power',
  'power-adapter': 'power',
  'firmware-device': 'firmware',
};
/** Totals and readings, buses and logical volumes: rows that no part stands behind. */
const NO_PARTS: ReadonlySet<string> = new Set([
  ...['memory', 'fan', 'sensor', 'thermal-zone', 'bus', 'display-connector', 'storage-container', 'storage-volume'],
]);
/** Classes whose `version` is a version. Everywhere else it is a slot, an interface or a device name. */
const VERSIONED: ReadonlySet<string> = new Set(['board', 'firmware-device', 'modem', 'tpm']);
/** Classes whose `version` is a place that stays the same from one start to the next. */
const PLACED: ReadonlySet<string> = new Set(['storage', 'network-interface', 'pci-device', 'display-adapter']);
const SERIALS = ['deviceSerial', 'serialNumber', 'batterySerialNumber', 'mmcSerialNumber', 'displaySerialNumber'] as const;
const REVISIONS = ['revision', 'hardwareRevision', 'deviceRevision'] as const;
const PLACES = ['pciSlot', 'pciAddress', 'busInfo', 'usbDevpath'] as const;
const PCI_ADDRESS = /^(?:pci@)?((?:[0-9a-f]{4}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-9a-f])$/i;

type Read = Pick<CycloneDxBom, 'subject'> & { readonly components: readonly BomComponent[] };

/** Whether the collector says that it wrote the BOM. */
export const isCdxHbom = ({ tools }: Pick<CycloneDxBom, 'tools'>): boolean => tools.some(({ name }) => name === CDX_HBOM);

/**
 * Reads what the collector cdx-hbom writes, which calls slots and interface names `version`, hides serial numbers unless told
 * otherwise, has no firmware components, and lists totals and logical devices among the parts. Notes say what was left out.
 * @spec @cdxgen/cdx-hbom 0.5 (its output; there is no specification)
 */
export function readCdxHbom({ subject, components }: Read, notes: Notes): Read {
  const rows = components.map((component) => ({ component, hardwareClass: saidOf(component, 'hardwareClass') ?? '' }));
  const parts = withoutRepeats(
    rows.filter(({ component, hardwareClass }) => !NO_PARTS.has(hardwareClass) && !isVirtual(component, hardwareClass)),
  );
  noteLeftOut(rows.length, parts.length, notes);
  noteRedacted(components, notes);
  return {
    subject: subject === null ? null : { ...subject, serial: subject.serial ?? plainValue(subject.properties ?? [], ['serialNumber']) },
    components: [...systemFirmware(subject), ...parts.flatMap(partsOf)],
  };
}

interface Row {
  readonly component: BomComponent;
  readonly hardwareClass: string;
}

const saidOf = ({ properties }: { readonly properties: readonly NamedValue[] }, name: string): string | null =>
  firstValue(properties, `${NAMESPACE}${name}`);

/** The first of these values that isn't hidden. */
function plainValue(properties: readonly NamedValue[], names: readonly string[]): string | null {
  const values = names.map((name) => firstValue(properties, `${NAMESPACE}${name}`));
  return values.find((value) => value !== null && !isRedacted(value)) ?? null;
}

const isRedacted = (value: string): boolean => value === 'redacted' || value.startsWith('redacted:');

/** Linux numbers every interface; one of hardware names its bus. */
function isVirtual(component: BomComponent, hardwareClass: string): boolean {
  return hardwareClass === 'network-interface' && saidOf(component, 'ifindex') !== null && saidOf(component, 'busInfo') === null;
}

/** One part stands in the lists of buses, interfaces, drives and namespaces: the row that says most is kept, with the product's name. */
function withoutRepeats(rows: readonly Row[]): readonly Row[] {
  const specific = new Set(rows.filter(({ hardwareClass }) => hardwareClass !== 'pci-device').flatMap(pciAddresses));
  const onBus = new Map(
    rows.filter(({ hardwareClass }) => hardwareClass === 'pci-device').flatMap((row) => pciAddresses(row).map((at) => [at, row] as const)),
  );
  const namespaces = new Set(
    rows.flatMap(({ component }) => (saidOf(component, 'namespaces') ?? '').split(/[\s,]+/)).filter((name) => name !== ''),
  );
  return rows
    .filter((row) => row.hardwareClass !== 'pci-device' || !pciAddresses(row).some((at) => specific.has(at)))
    .filter(({ hardwareClass, component }) => hardwareClass !== 'storage' || !namespaces.has(component.revision ?? ''))
    .map((row) => withProduct(row, onBus.get(pciAddresses(row)[0] ?? '')));
}

function pciAddresses({ component }: Row): readonly string[] {
  return PLACES.flatMap((name) => PCI_ADDRESS.exec(saidOf(component, name) ?? '')?.[1]?.toLowerCase() ?? []);
}

/** An interface that is called by its own name takes the name of the card. */
function withProduct(row: Row, card: Row | undefined): Row {
  const { component } = row;
  if (card === undefined || card === row || component.model !== component.revision) return row;
  return {
    ...row,
    component: { ...component, model: card.component.model, manufacturer: component.manufacturer || card.component.manufacturer },
  };
}

function partsOf({ component, hardwareClass }: Row): readonly BomComponent[] {
  if (hardwareClass === '') return [component];
  const category = categoryOfRow(component, hardwareClass);
  const place = plainValue(component.properties, PLACES) ?? (PLACED.has(hardwareClass) ? component.revision : null);
  const part: BomComponent = {
    ...component,
    category,
    serial: plainValue(component.properties, SERIALS),
    revision: plainValue(component.properties, REVISIONS) ?? (VERSIONED.has(hardwareClass) ? component.revision : null),
    slot: component.slot ?? place,
    addresses: [...component.addresses, ...addressesOf(component, hardwareClass)],
  };
  // The firmware of an NVMe drive stands where other rows have their place.
  const version = saidOf(component, 'firmwareVersion') ?? (hardwareClass === 'storage-controller' ? component.revision : null);
  return version === null ? [part] : [part, firmwareOf(part, version)];
}

function categoryOfRow(component: BomComponent, hardwareClass: string): Category {
  if (hardwareClass !== 'pci-device') return (Object.hasOwn(CATEGORIES, hardwareClass) ? CATEGORIES[hardwareClass] : undefined) ?? 'other';
  const code = saidOf(component, 'pciClassCode') ?? '';
  return /^[0-9a-f]{4}$/i.test(code) ? categoryOf({ registry: CLASS_REGISTRY.pcie, value: `00${code}00` }) : 'other';
}

const ADDRESS_KINDS: Readonly<Record<string, string>> = { 'wireless-adapter': 'wlan-mac', 'bluetooth-controller': 'bluetooth-mac' };

function addressesOf({ properties }: BomComponent, hardwareClass: string): readonly ComponentAddress[] {
  const value = plainValue(properties, ['macAddress']);
  return value === null ? [] : [{ kind: ADDRESS_KINDS[hardwareClass] ?? 'ethernet-mac', value }];
}

/** Says nothing that the part around it doesn't say, but for its version. */
function firmwareOf(part: BomComponent, revision: string): BomComponent {
  const inside = {
    id: part.path,
    name: `${part.manufacturer} ${part.model}${part.serial === null ? '' : `, serial ${part.serial}`}`.trim(),
  };
  return {
    ...BARE_FIRMWARE,
    manufacturer: part.manufacturer,
    model: part.model,
    revision,
    path: part.path,
    nesting: { id: `${part.path}.firmware`, inside },
  };
}

/** The version of the BIOS stands among the properties of the subject. */
function systemFirmware(subject: CycloneDxBom['subject']): readonly BomComponent[] {
  const properties = subject?.properties ?? [];
  const revision = plainValue(properties, ['biosVersion']);
  if (revision === null) return [];
  const path = 'metadata.component';
  const manufacturer = plainValue(properties, ['biosVendor']) ?? subject?.manufacturer ?? '';
  return [{ ...BARE_FIRMWARE, manufacturer, model: 'BIOS', revision, path, nesting: { id: `${path}.firmware`, inside: null } }];
}

const BARE_FIRMWARE = {
  type: 'firmware',
  class: null,
  category: 'firmware',
  serial: null,
  manufacturerId: null,
  fieldReplaceable: null,
  addresses: [],
  status: null,
  slot: null,
  hashes: {},
  bomRef: null,
  group: null,
  purl: null,
  cpe: null,
  swidTagId: null,
  quantity: 1,
  properties: [],
} as const;

function noteLeftOut(all: number, kept: number, notes: Notes): void {
  if (all === kept) return;
  const detail = `${all - kept} of ${all} rows of cdx-hbom are no parts of their own (totals, readings, buses, volumes, virtual interfaces, or a part that another row lists); they were left out.`;
  notes.add({ code: 'rows-left-out', detail, path: 'components' });
}

function noteRedacted(components: readonly BomComponent[], notes: Notes): void {
  const hidden = components.filter(({ properties }) =>
    properties.some(({ name, value }) => name.startsWith(NAMESPACE) && isRedacted(value)),
  );
  if (hidden.length === 0) return;
  const detail = `cdx-hbom hid serial numbers or addresses of ${hidden.length} ${hidden.length === 1 ? 'row' : 'rows'}, so that these units can't be confirmed; collect with --sensitive to have them.`;
  notes.add({ code: 'redacted-serial', detail, path: 'components' });
}
