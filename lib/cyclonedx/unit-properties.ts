import { Enums } from '@cyclonedx/cyclonedx-library';
import type { PlatformIdentity, Unit } from '#lib/component/types.ts';
import { categoryOfComponent } from './component-category.ts';
import { digestDigits } from './identifiers.ts';
import { OWN } from './own-names.ts';
import type { NamedValue } from './types.ts';

/** Characters of a version. @spec CycloneDX 1.6 JSON schema, component version */
const MAX_VERSION = 1024;

/** The CycloneDX type of a unit. */
export function typeOfUnit({ category }: Unit): 'device' | 'firmware' | 'operating-system' | 'library' {
  switch (category) {
    case 'firmware':
    case 'operating-system':
      return category;
    case 'software':
      return 'library';
    default:
      return 'device';
  }
}

/** The version member: the revision, unless it can't stand there. */
export function versionOfUnit({ revision }: Pick<Unit, 'revision'>): string | null {
  return revision === null || revision === '' || revision.length > MAX_VERSION ? null : revision;
}

const ALGORITHMS: ReadonlyMap<string, Enums.HashAlgorithm> = new Map(
  Object.values(Enums.HashAlgorithm).map((name) => [name.toLowerCase(), name]),
);

/** The digests of a unit that the schemas have a place for. */
export function officialHashes({ hashes }: Unit): [Enums.HashAlgorithm, string][] {
  return Object.entries(hashes).flatMap(([name, digest]): [Enums.HashAlgorithm, string][] => {
    const algorithm = ALGORITHMS.get(name);
    return algorithm === undefined || !isOfficialHash(name, digest) ? [] : [[algorithm, digest]];
  });
}

function isOfficialHash(name: string, digest: string): boolean {
  return ALGORITHMS.has(name) && digestDigits(name) === digest.length && /^[0-9a-f]+$/.test(digest);
}

/** Everything of a unit that only properties can carry. Reading them back gives the same unit. */
export function propertiesOfUnit(unit: Unit): NamedValue[] {
  const properties = [
    ...named('cdx:device:function', functionOf(unit)),
    ...named('cdx:device:location', unit.slot),
    ...(unit.serial === '' ? named(OWN.serial, '') : named('cdx:device:serialNumber', unit.serial)),
    ...(versionOfUnit(unit) === unit.revision ? [] : named(OWN.revision, unit.revision)),
    ...named(OWN.versionScheme, unit.versionScheme ?? null),
    ...named(OWN.classRegistry, unit.class?.registry ?? null),
    ...named(OWN.classValue, unit.class?.value ?? null),
    ...named(OWN.manufacturerId, unit.manufacturerId),
    ...named(OWN.fieldReplaceable, unit.fieldReplaceable === null ? null : String(unit.fieldReplaceable)),
    ...unit.addresses.map(addressProperty),
    ...named(OWN.deltaStatus, unit.status),
    ...Object.entries(unit.hashes)
      .filter(([name, digest]) => !isOfficialHash(name, digest))
      .map(([name, digest]) => ({ name: `${OWN.hash}${name}`, value: digest })),
  ];
  const readBack = categoryOfComponent({ type: typeOfUnit(unit), class: unit.class, model: unit.model, properties });
  return readBack === unit.category ? properties : [...properties, ...named(OWN.category, unit.category)];
}

/** Everything of the subject that only properties can carry. An empty text is no text that is missing. */
export function propertiesOfSubject({ manufacturer, model, version, serial }: PlatformIdentity): NamedValue[] {
  return [
    ...(serial === '' ? named(OWN.serial, '') : named('cdx:device:serialNumber', serial)),
    ...(manufacturer === '' ? named(OWN.manufacturer, '') : []),
    ...(model === '' ? named(OWN.model, '') : []),
    ...(version === null || versionOfUnit({ revision: version }) !== null ? [] : named(OWN.revision, version)),
  ];
}

const named = (name: string, value: string | null): NamedValue[] => (value === null ? [] : [{ name, value }]);

/** A word for people; a reader without the class concludes the category from it. */
function functionOf(unit: Unit): string | null {
  return typeOfUnit(unit) === 'device' && unit.category !== 'other' ? unit.category.replace('-', ' ') : null;
}

/** The taxonomy has one name for every kind of hardware address, so only the most common kind goes there. */
function addressProperty({ kind, value }: Unit['addresses'][number]): NamedValue {
  return { name: kind === 'ethernet-mac' && value !== '' ? 'cdx:device:macAddress' : `${OWN.address}${kind}`, value };
}
