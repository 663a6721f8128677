import { isMembers } from '#lib/encoding/members.ts';
import { looksLikeDmidecode } from './dmidecode-text.ts';
import { KEYS } from './schema.ts';

/** How one format is told: by the members that only it has. */
interface Shape {
  readonly format: string;
  /** For a person. */
  readonly name: string;
  /** Stands near the beginning of every such file; found without parsing. */
  readonly mark: RegExp;
  readonly is: (value: unknown) => boolean;
}

/** Every format of collectors' inventories that is recognized, whether it is read or not. */
export const SHAPES: readonly Shape[] = [
  {
    format: 'dell-scv',
    name: 'Dell SCV profile',
    mark: /"(?:Dell Platform Certificate Profile Version|ComponentDetails)"\s*:/,
    is: isDellScv,
  },
  { format: 'seagate', name: 'Seagate drive attestation', mark: /"(?:drive_info|fw_attestation)"\s*:/, is: isSeagate },
  { format: 'intel-dpd', name: 'Intel Direct Platform Data', mark: /"EKCertSerialNumber"\s*:|"SystemSN"\s*:/, is: isIntelDpd },
  { format: 'hp', name: 'HP firmware log', mark: /"(?:uefi_?variables|HP_[A-Za-z_]+)"\s*:|"type"\s*:\s*"HPINC"/i, is: isHp },
  { format: 'fwupd', name: 'fwupd device list', mark: /"DeviceId"\s*:/, is: isFwupd },
  { format: 'lshw', name: 'lshw hardware list', mark: /"children"\s*:|"claimed"\s*:|"class"\s*:\s*"system"/, is: isLshw },
  { format: 'paccor', name: 'paccor inventory', mark: /"(?:PLATFORM|COMPONENTS|COMPONENTIDENTIFIERS)"\s*:/i, is: isPaccor },
];

/** Formats of text that isn't JSON: told by what stands near the beginning. */
export const TEXT_SHAPES: readonly TextShape[] = [
  { format: 'dmidecode', name: 'dmidecode output', looksLikeIt: looksLikeDmidecode },
  { format: 'intel-dpd', name: 'Intel Direct Platform Data', looksLikeIt: looksLikeIntelXml },
];

/** Elements of those names behind a tag, in UTF-8 or UTF-16. */
function looksLikeIntelXml(head: string): boolean {
  const text = head.replaceAll('\u0000', '').replace(/^(?:\xEF\xBB\xBF|\xFF\xFE|\xFE\xFF)/, '');
  return /^\s*</.test(text) && /<(?:[\w.-]+:)?(?:SystemSN|EKCertSerialNumber)[\s>/]/.test(text);
}

interface TextShape {
  readonly format: string;
  readonly name: string;
  readonly looksLikeIt: (head: string) => boolean;
}

/** Name of a format for a person; the format itself where it is unknown. */
export function formatName(format: string): string {
  return [...SHAPES, ...TEXT_SHAPES].find((shape) => shape.format === format)?.name ?? `${format} inventory`;
}

/** The format of a collector's inventory, by shape alone: `paccor`, `dell-scv` … Undefined for something else. */
export function identifyInventory(value: unknown): string | undefined {
  return SHAPES.find(({ is }) => is(value))?.format;
}

function isDellScv(value: unknown): boolean {
  if (!isMembers(value)) return false;
  const configuration = value.PlatformConfiguration;
  return (
    has(value, 'Dell Platform Certificate Profile Version') || (isMembers(configuration) && Array.isArray(configuration.ComponentDetails))
  );
}

function isIntelDpd(value: unknown): boolean {
  return (
    isMembers(value) && isMembers(value.Header) && has(value.Header, 'SystemSN') && (has(value, 'EKCertSerialNumber') || has(value, 'PCRs'))
  );
}

function isSeagate(value: unknown): boolean {
  return isMembers(value) && isMembers(value.header) && (has(value, 'drive_info') || has(value, 'fw_attestation'));
}

/** The collector's envelope around events and variables, or the two by themselves. */
function isHp(value: unknown): boolean {
  if (!isMembers(value)) return false;
  const { data } = value;
  if (value.type === 'HPINC' && isMembers(data)) return has(data, 'Events') || has(data, 'Variables');
  const names = Object.keys(value).map((key) => key.toLowerCase().replaceAll('_', ''));
  return names.includes('uefivariables') && names.some((name) => name.endsWith('events'));
}

function isFwupd(value: unknown): boolean {
  const devices = isMembers(value) ? value.Devices : undefined;
  return Array.isArray(devices) && devices.some((device: unknown) => isMembers(device) && has(device, 'DeviceId'));
}

/** One system, in a list of one in newer versions. */
function isLshw(value: unknown): boolean {
  const [system]: readonly unknown[] = Array.isArray(value) ? value : [value];
  return isMembers(system) && typeof system.id === 'string' && system.class === 'system';
}

const TRAIT_NAMES = ['TRAITCATEGORY', 'TRAITID', KEYS.identifier[0]] as const;
const PLATFORM_KEYS = [KEYS.platformManufacturer, KEYS.platformModel, KEYS.platformVersion, KEYS.platformSerial] as const;

/**
 * A platform under its long names, or under short ones beside components, or in traits; or a component with a class, or of traits.
 * Other JSON has a `platform` too; and a BOM has components, and names its format.
 */
function isPaccor(value: unknown): boolean {
  if (!isMembers(value) || has(value, 'bomFormat')) return false;
  const top = folded(value);
  if (top.has('COMPONENTIDENTIFIERS')) return true;
  const platform = top.get('PLATFORM');
  const names = isMembers(platform) ? folded(platform) : new Map<string, unknown>();
  if (PLATFORM_KEYS.some(([long]) => names.has(long)) || hasTraits(names)) return true;
  if (!top.has('COMPONENTS')) return false;
  const components = top.get('COMPONENTS');
  const [first]: readonly unknown[] = Array.isArray(components) ? components : [components];
  return PLATFORM_KEYS.some(([, short]) => names.has(short)) || isPaccorComponent(first);
}

function isPaccorComponent(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isTrait);
  if (!isMembers(value)) return false;
  const names = folded(value);
  return names.has('COMPONENTCLASS') || names.has(KEYS.identifier[0]) || hasTraits(names);
}

function hasTraits(names: ReadonlyMap<string, unknown>): boolean {
  const traits = names.get(KEYS.traits[0]);
  return isTrait(traits) || (Array.isArray(traits) && traits.some(isTrait));
}

function isTrait(value: unknown): boolean {
  if (!isMembers(value)) return false;
  const names = folded(value);
  return TRAIT_NAMES.some((name) => names.has(name));
}

function folded(value: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(value).map(([key, member]) => [key.toUpperCase(), member]));
}

function has(value: Readonly<Record<string, unknown>>, key: string): boolean {
  return Object.hasOwn(value, key);
}
