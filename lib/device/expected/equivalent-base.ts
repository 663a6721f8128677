import type { ComparedField } from '#lib/component/compare.ts';
import { matchUnits } from '#lib/component/match.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { counted } from '../comparison/difference-text.ts';
import type { Of } from '../link/judged-document.ts';
import { compareTexts, compareTimes } from '../time.ts';
import { partText } from '../unit/unit-text.ts';
import { stateOf } from './rebase.ts';

type Base = Of<PlatformCertificate>;

/** Differing fields that one finding tells; more are counted. */
const MAX_TOLD = 5;

/**
 * Bases of one device that say the same of it are one claim with several certificates, such as an attribute certificate and the
 * public-key form of it.
 * @returns the claim's certificates, the first proven first; or null where they differ in a part or a property
 */
export function oneClaim(roots: readonly Base[]): readonly [Base, ...Base[]] | null {
  const [lead, ...others] = roots.toSorted(compareBases);
  return lead === undefined || others.some((other) => !isEquivalentBase(lead, other)) ? null : [lead, ...others];
}

/** Whether two bases of one device list the same parts and the same properties. */
export const isEquivalentBase = (a: Base, b: Base): boolean => differingFields(a, b).length === 0;

/** Where the first of several bases differs from each of the others, in words; the first fields, the rest counted. */
export function differencesText(roots: readonly Base[]): string {
  const [lead, ...others] = roots.toSorted(compareBases);
  if (lead === undefined) return '';
  return others
    .map((other) => ({ other, fields: differingFields(lead, other) }))
    .filter(({ fields }) => fields.length > 0)
    .map(({ other, fields }) => `${nameOf(lead)} and ${nameOf(other)} differ in ${listText(fields)}`)
    .join('; ');
}

const compareBases = (a: Base, b: Base): number =>
  compareTimes(a.judged.provenAt, b.judged.provenAt) || compareTexts(a.judged.read.id, b.judged.read.id);

/** Digits of a digest that a person compares. */
const SHORT_DIGEST = 12;

/** Issuers number certificates alike: the begin of its file's digest says which one is meant. */
const nameOf = ({ judged, document: { form, serialNumber, components } }: Base): string =>
  `certificate ${serialNumber} (${form === 'PKC' ? 'public-key form' : 'attribute certificate'}, ${judged.sha256.slice(0, SHORT_DIGEST)}, ${counted(components.length, 'part')})`;

function listText(fields: readonly string[]): string {
  const told = fields.slice(0, MAX_TOLD).join(', ');
  return fields.length > MAX_TOLD ? `${told} and ${fields.length - MAX_TOLD} more` : told;
}

/**
 * Manufacturer, model, version and serial of the platform are equal already: they make the device. What only one of the two
 * says of a part is a difference as well.
 */
function differingFields(a: Base, b: Base): readonly string[] {
  const { pairs, added, removed } = matchUnits({ expected: stateOf(a).units, observed: stateOf(b).units });
  const parts = pairs.flatMap(({ expected, differs, unsaid }) => {
    const fields = [...differs, ...unsaid].map((field) => FIELD_WORDS[field]);
    return fields.length === 0 ? [] : [`${fields.join(' and ')} of ${partText(expected)}`];
  });
  const only = [...removed, ...added].map((unit) => `${partText(unit)}, which only one of them lists`);
  return [...parts, ...only, ...differingProperties(a, b)];
}

function differingProperties(a: Base, b: Base): readonly string[] {
  const [one, other] = [propertiesOf(a), propertiesOf(b)];
  const names = [...new Set([...one.keys(), ...other.keys()])].sort(compareTexts);
  return names.filter((name) => one.get(name) !== other.get(name)).map((name) => `the property ${visibleText(name)}`);
}

const FIELD_WORDS: Readonly<Record<ComparedField, string>> = {
  manufacturer: 'manufacturer',
  model: 'model',
  serial: 'serial',
  revision: 'revision',
  slot: 'slot',
  hashes: 'digests',
  class: 'class',
  addresses: 'addresses',
  fieldReplaceable: 'replaceability',
  purl: 'package URL',
  inside: 'place',
};

/** A name may occur several times. */
function propertiesOf({ document }: Base): ReadonlyMap<string, string> {
  const values = new Map<string, string[]>();
  for (const { name, value } of document.properties) values.set(name, [...(values.get(name) ?? []), value]);
  return new Map([...values].map(([name, all]) => [name, JSON.stringify(all.sort(compareTexts))]));
}
