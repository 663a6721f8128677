import { type ManufacturerAliases, NO_ALIASES } from './aliases.ts';
import { CLASS_REGISTRY } from './class-registry.ts';
import { normalizeAddress, normalizeSerial, normalizeText } from './normalize.ts';
import { isPlaceholder } from './placeholder.ts';
import { codesProcessors, usesSmbiosCodes, withoutRegistryCodes, withProcessorName } from './registry-codes.ts';
import { remember } from './remember.ts';
import { asPlainDrive, usesStorageStrings } from './storage-strings.ts';
import { printsTpmVersion, tpmVersionAsPrinted } from './tpm-version.ts';
import type { Category, Unit } from './types.ts';

/** A unit, or one of a BOM with the identifiers that only software has. */
export type MatchableUnit = Unit & { readonly purl?: string | null; readonly group?: string | null };

export type Realm = 'hardware' | 'firmware' | 'software';

/** A unit with its normalized fields, made once for one matching. An empty text is a field that says nothing. */
export interface Comparable<T extends MatchableUnit = MatchableUnit> {
  readonly unit: T;
  readonly index: number;
  readonly realm: Realm;
  readonly category: Category;
  readonly manufacturer: string;
  /** Other names, normalized, that mean this manufacturer. */
  readonly aliases: readonly string[];
  readonly model: string;
  /** As written, but for outer blanks. */
  readonly serialText: string;
  readonly serial: string;
  readonly revision: string;
  readonly slot: string;
  /** Name of the assembly around it. */
  readonly owner: string;
  readonly class: string;
  /** Well-formed ones, which can identify a unit. */
  readonly addresses: readonly string[];
  /** All that say something, sorted, as one text. */
  readonly addressText: string;
  readonly hashes: ReadonlyMap<string, string>;
  /** All of them, sorted, as one text. */
  readonly hashText: string;
  readonly group: string;
  readonly purl: string;
  /** The purl without version, qualifiers and subpath. */
  readonly purlProduct: string;
  /** The vital product data was left out, because the other side has none. */
  readonly vpdIgnored: boolean;
  /** Codes of a class registry were left out, because the other side is told by another registry. */
  readonly codesIgnored: boolean;
}

/** Splits off type, namespace and name. @spec ECMA-427 (Package-URL) section 5 */
const PURL = /^(pkg:[^?#]*?)(?:@[^/?#@]*)?(?:\?[^#]*)?(?:#.*)?$/i;

/** The two sides of a comparison. */
export interface UnitSides<E extends MatchableUnit, O extends MatchableUnit> {
  readonly expected: readonly E[];
  readonly observed: readonly O[];
  /** Manufacturer names that mean the same; none when absent. */
  readonly aliases?: ManufacturerAliases | undefined;
}

/**
 * The two sides of a comparison, normalized. Where one side's PCIe units carry no vital product data at all
 * (its collector cannot read it), the other side's is left out too.
 * @spec TCG PCIe-based Component Class Registry 1.0 (manufacturer `VID:SVID:VPD`, model `DID:SSID:VPD`, serial `EUI64:VPD`)
 */
export function comparables<E extends MatchableUnit, O extends MatchableUnit>({
  expected,
  observed,
  aliases = NO_ALIASES,
}: UnitSides<E, O>): { readonly expected: readonly Comparable<E>[]; readonly observed: readonly Comparable<O>[] } {
  // No registry codes software, of which the longest lists are.
  const left = { ...leftOut(expected.filter(isPart), observed.filter(isPart)), aliases };
  return {
    expected: expected.map((unit, index) => comparable(unit, index, left)),
    observed: observed.map((unit, index) => comparable(unit, index, left)),
  };
}

/** What the other side can't say, or says in other codes. */
interface LeftOut {
  readonly ignoreVpd: boolean;
  readonly ignoreCodes: boolean;
  readonly nameProcessors: boolean;
  readonly printTpm: boolean;
  readonly plainDrives: boolean;
}

const isPart = ({ category }: Unit): boolean => realmOf(category) !== 'software';

function leftOut(expected: readonly MatchableUnit[], observed: readonly MatchableUnit[]): LeftOut {
  return {
    ignoreVpd: lacksVpd(expected) || lacksVpd(observed),
    ignoreCodes: usesSmbiosCodes(expected) !== usesSmbiosCodes(observed),
    nameProcessors: codesProcessors(expected) !== codesProcessors(observed),
    printTpm: printsTpmVersion(expected) !== printsTpmVersion(observed),
    plainDrives: usesStorageStrings(expected) !== usesStorageStrings(observed),
  };
}

/** How both sides are read. */
interface Reading extends LeftOut {
  readonly aliases: ManufacturerAliases;
}

/** The unit with names, serial and revision as the other side can say them: mostly the unit itself. */
function decoded(unit: MatchableUnit, { printTpm, ...reading }: LeftOut): MatchableUnit {
  const own = decodedNames(unit, reading);
  const coded = own === unit ? unit : { ...unit, ...own };
  return printTpm ? { ...coded, revision: tpmVersionAsPrinted(coded) } : coded;
}

function decodedNames(
  unit: MatchableUnit,
  { ignoreCodes, nameProcessors, plainDrives }: Omit<LeftOut, 'printTpm'>,
): Pick<MatchableUnit, 'model' | 'revision'> {
  if (plainDrives && unit.category === 'storage') return asPlainDrive(unit);
  if (ignoreCodes) return withoutRegistryCodes(unit);
  return nameProcessors ? withProcessorName(unit) : unit;
}

const NO_NAMES: readonly string[] = [];
/** Fields in which a registry may write codes. */
const CODED_FIELDS = ['manufacturer', 'model', 'serial', 'revision'] as const;

function comparable<T extends MatchableUnit>(written: T, index: number, reading: Reading): Comparable<T> {
  const { ignoreVpd, aliases } = reading;
  const unit = decoded(written, reading);
  const vpdIgnored = ignoreVpd && hasVpd(unit);
  const { manufacturer, model, serial } = vpdIgnored ? withoutVpd(unit) : unit;
  const purl = unit.purl ?? '';
  const maker = said(manufacturer);
  const number = serial === null || isPlaceholder(serial) ? '' : serial;
  return {
    unit: written,
    index,
    realm: realmOf(unit.category),
    category: unit.category,
    manufacturer: maker,
    aliases: aliases.get(maker) ?? NO_NAMES,
    model: said(model),
    serialText: number.trim(),
    serial: normalizeSerial(number),
    revision: said(unit.revision),
    slot: said(unit.slot),
    owner: normalizeText(unit.nesting?.inside?.name ?? ''),
    class: unit.class === null ? '' : `${unit.class.registry} ${unit.class.value.trim().toUpperCase()}`,
    ...addressesOf(unit),
    ...hashesOf(unit),
    group: said(unit.group ?? null),
    purl,
    purlProduct: (PURL.exec(purl)?.[1] ?? purl).toLowerCase(),
    vpdIgnored,
    codesIgnored: unit !== written && CODED_FIELDS.some((field) => unit[field] !== written[field]),
  };
}

function addressesOf({ addresses }: Unit): Pick<Comparable, 'addresses' | 'addressText'> {
  if (addresses.length === 0) return NO_ADDRESSES;
  return {
    addresses: addresses.map(({ value }) => normalizeAddress(value) ?? '').filter((value) => value !== ''),
    addressText: addresses
      .map(({ value }) => normalizeAddress(value) ?? said(value))
      .filter((value) => value !== '')
      .sort()
      .join(' '),
  };
}

function hashesOf({ hashes }: Unit): Pick<Comparable, 'hashes' | 'hashText'> {
  const named = Object.entries(hashes).map(([name, digest]): [string, string] => [hashName(name), digest.toLowerCase()]);
  if (named.length === 0) return NO_HASHES;
  return {
    hashes: new Map(named),
    hashText: named
      .map((each) => each.join())
      .sort()
      .join(),
  };
}

const NO_HASHES: Pick<Comparable, 'hashes' | 'hashText'> = { hashes: new Map(), hashText: '' };
const NO_ADDRESSES = { addresses: [], addressText: '' } as const;

/** Whether a serial or a model contradicts: then nothing else makes two units one. PCI numbers contradict no name: it may mean the same. */
export function contradicts(a: Comparable, b: Comparable): boolean {
  return disagrees(a.serial, b.serial) || (disagrees(a.model, b.model) && isPciNumbered(a) === isPciNumbered(b));
}

/** Alone, or followed by the other parts that the PCIe registry joins. */
const PCI_NUMBER = /^[0-9a-f]{4}(?::.*)?$/;

const isPciNumbered = ({ manufacturer, model }: Comparable): boolean => PCI_NUMBER.test(manufacturer) && PCI_NUMBER.test(model);

function disagrees(a: string, b: string): boolean {
  return a !== '' && b !== '' && a !== b;
}

/** The three kinds of things that are never matched with each other, but by a full serial number. */
export function realmOf(category: Category): Realm {
  if (category === 'firmware') return 'firmware';
  return category === 'software' || category === 'operating-system' ? 'software' : 'hardware';
}

function said(text: string | null): string {
  return text === null || isPlaceholder(text) ? '' : normalizeText(text);
}

/** `SHA-256`, `sha256` and `SHA256` are one algorithm. */
export const hashName = remember((name) => name.toLowerCase().replace(/[^a-z0-9]/g, ''));

function lacksVpd(units: readonly Unit[]): boolean {
  const pcie = units.filter(isPcie);
  return pcie.length > 0 && !pcie.some(hasVpd);
}

function hasVpd(unit: Unit): boolean {
  return isPcie(unit) && (vpdPart(unit.manufacturer, 2) !== '' || vpdPart(unit.model, 2) !== '' || vpdPart(unit.serial ?? '', 1) !== '');
}

/** The serial keeps its second part where the first says nothing: a known serial is never dropped. */
function withoutVpd(unit: Unit): Pick<Unit, 'manufacturer' | 'model' | 'serial'> {
  const [eui64 = ''] = (unit.serial ?? '').split(':');
  return {
    manufacturer: firstParts(unit.manufacturer),
    model: firstParts(unit.model),
    serial: isPlaceholder(eui64) ? unit.serial : `${eui64}:`,
  };
}

function isPcie(unit: Unit): boolean {
  return unit.class?.registry === CLASS_REGISTRY.pcie;
}

function vpdPart(text: string, at: number): string {
  return text.split(':').slice(at).join(':').trim();
}

function firstParts(text: string): string {
  const [first = '', second = ''] = text.split(':');
  return `${first}:${second}:`;
}
