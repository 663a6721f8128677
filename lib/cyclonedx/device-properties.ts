import { listOf, membersOf } from '#lib/encoding/members.ts';
import { textOf } from './read-value.ts';
import type { NamedValue } from './types.ts';

/** Names that the CycloneDX property taxonomy has for devices. @spec CycloneDX property taxonomy, `cdx:device` */
const DEVICE_NAMES: ReadonlySet<string> = new Set(
  ['quantity', 'function', 'location', 'deviceType', 'serialNumber', 'sku', 'lotNumber', 'prodTimestamp', 'macAddress']
    .concat(['bom:ebom', 'bom:mbom'])
    .concat(['epcRfid', 'giai', 'gln', 'gmn', 'gtin-8', 'gtin-12', 'gtin-13', 'gtin-14'].map((name) => `gs1:${name}`))
    .map((name) => `cdx:device:${name}`),
);
const CERTIFICATIONS = 'cdx:device:certifications:';

/** Whether a name is in the `cdx:device` namespace without being one that the taxonomy has. */
export function isUnknownDeviceName(name: string): boolean {
  return name.startsWith('cdx:device:') && !DEVICE_NAMES.has(name) && !name.startsWith(CERTIFICATIONS);
}

/** Namespaces and names under `cdx` that the taxonomy has. @spec CycloneDX property taxonomy, `cdx` */
const OFFICIAL: ReadonlySet<string> = new Set(
  [
    'ai-ml',
    'cisa',
    'composer',
    'device',
    'esbuild',
    'fda',
    'gomod',
    'k8s',
    'lifecycle',
    'maven',
    'npm',
    'nuget',
    'pipenv',
    'poetry',
  ].concat(['python', 'reproducible', 'rustc']),
);

/** The namespace under `cdx` that a name stands in without the taxonomy having it, such as `cdx:hbom`; null when it has. */
export function unofficialNamespace(name: string): string | null {
  if (!name.startsWith('cdx:')) return null;
  const [, space = ''] = name.split(':', 2);
  return OFFICIAL.has(space) ? null : `cdx:${space}`;
}

/** The properties of a component; elements without a name are left out. */
export function propertiesOf(list: unknown): NamedValue[] {
  return listOf(list).flatMap((entry) => {
    const { name, value } = membersOf(entry);
    const written = textOf(name);
    return written === null ? [] : [{ name: written, value: textOf(value) ?? '' }];
  });
}

/** The first value that says something, or null. */
export function firstValue(properties: readonly NamedValue[], name: string): string | null {
  return properties.find((property) => property.name === name && property.value !== '')?.value ?? null;
}

/** The value of a property of our own, the empty text too; null when it isn't there. */
export function exactValue(properties: readonly NamedValue[], name: string): string | null {
  return properties.find((property) => property.name === name)?.value ?? null;
}

/**
 * The first value of a property that several producers write under their own namespace, such as `assay:tcg:componentClassValue`.
 * There is no registered namespace for what TCG certificates say.
 */
export function firstTcgValue(properties: readonly NamedValue[], name: string): string | null {
  return properties.find((property) => property.value !== '' && isTcgName(property.name, name))?.value ?? null;
}

const TCG = 'tcg:';

/** Whether it is `tcg:NAME`, alone or behind a colon. Asked of every property several times, so it makes no texts. */
function isTcgName(written: string, name: string): boolean {
  const at = written.length - name.length - TCG.length;
  return at >= 0 && written.endsWith(name) && written.startsWith(TCG, at) && (at === 0 || written.charAt(at - 1) === ':');
}
