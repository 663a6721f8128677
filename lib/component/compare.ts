import type { Comparable } from './comparable.ts';
import { type EqualityRule, equalByRules } from './normalize.ts';
import type { Unit } from './types.ts';

/** Fields of a unit that are compared. */
export const COMPARED_FIELDS = [
  'manufacturer',
  'model',
  'serial',
  'revision',
  'slot',
  'hashes',
  'class',
  'addresses',
  'fieldReplaceable',
  'purl',
  /** The assembly around it. */
  'inside',
] as const;
export type ComparedField = (typeof COMPARED_FIELDS)[number];

/** Two units that were matched, field by field. */
export interface FieldComparison {
  /** Both sides say something, and not the same. */
  readonly differs: readonly ComparedField[];
  /** Only one side says something. */
  readonly unsaid: readonly ComparedField[];
  /** Rules that made unequal spellings equal; empty when they were the same. */
  readonly equalBy: readonly EqualityRule[];
}

type Outcome = 'equal' | 'differs' | 'unsaid';

/** What the matching knows of a pair. */
interface Matched {
  /** The second unit sits in another assembly. */
  readonly isMoved: boolean;
  /** Both were taken for one because all of their own fields are equal. */
  readonly whole: boolean;
}

const NO_FIELDS: readonly ComparedField[] = [];

/** Compares two matched units field by field. */
export function compareFields(a: Comparable, b: Comparable, { isMoved, whole }: Matched): FieldComparison {
  if (whole && !isMoved) return { differs: NO_FIELDS, unsaid: NO_FIELDS, equalBy: rulesNeeded(a, b) };
  const outcomes: Readonly<Record<ComparedField, Outcome>> = {
    manufacturer: isAlias(a, b) ? 'equal' : ofTexts(a.manufacturer, b.manufacturer),
    model: ofTexts(a.model, b.model),
    serial: ofTexts(a.serial, b.serial),
    revision: isShortened(a, b) || isShortened(b, a) ? 'unsaid' : ofTexts(a.revision, b.revision),
    slot: ofTexts(a.slot, b.slot),
    hashes: ofHashes(a.hashes, b.hashes),
    class: ofTexts(a.class, b.class),
    addresses: ofTexts(a.addressText, b.addressText),
    fieldReplaceable: ofTexts(String(a.unit.fieldReplaceable ?? ''), String(b.unit.fieldReplaceable ?? '')),
    purl: ofTexts(a.purl, b.purl),
    // Names alone don't tell: the matching knows what became of an assembly.
    inside: isMoved ? 'differs' : 'equal',
  };
  return {
    differs: COMPARED_FIELDS.filter((field) => outcomes[field] === 'differs'),
    unsaid: COMPARED_FIELDS.filter((field) => outcomes[field] === 'unsaid'),
    equalBy: rulesNeeded(a, b),
  };
}

const isAlias = (a: Comparable, b: Comparable): boolean => a.aliases.includes(b.manufacturer);

function ofTexts(a: string, b: string): Outcome {
  if (a === b) return 'equal';
  return a === '' || b === '' ? 'unsaid' : 'differs';
}

/** Characters of an ATA drive's firmware revision, and of them those that are left where the drive is addressed as SCSI: the last ones. */
const [WHOLE, LEFT] = [8, 4];

/** Whether one side has only the end of the other one's revision, which says nothing of the rest. @spec T10 SAT-4 section 8.1.2 (product revision level) */
function isShortened({ category, revision }: Comparable, short: Comparable): boolean {
  if (category !== 'storage' || short.revision.length !== LEFT || revision.length !== WHOLE) return false;
  return revision.endsWith(short.revision);
}

/** Digests of one algorithm decide; without a common one nothing can be said. */
function ofHashes(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): Outcome {
  const shared = [...a.keys()].filter((name) => b.has(name));
  if (shared.some((name) => a.get(name) !== b.get(name))) return 'differs';
  return shared.length > 0 || (a.size === 0 && b.size === 0) ? 'equal' : 'unsaid';
}

const NO_RULES: readonly EqualityRule[] = [];

function rulesNeeded(a: Comparable, b: Comparable): readonly EqualityRule[] {
  if (isWrittenAlike(a, b)) return NO_RULES;
  const rules = new Set<EqualityRule>();
  for (const field of WRITTEN_FIELDS) {
    for (const rule of equalByRules(a.unit[field], b.unit[field]).by) rules.add(rule);
  }
  const folded = a.serial !== '' && a.serial === b.serial && !equalByRules(a.unit.serial, b.unit.serial).equal;
  if (isAlias(a, b)) rules.add('alias');
  if (a.codesIgnored || b.codesIgnored) rules.add('registry-differs');
  if (a.vpdIgnored !== b.vpdIgnored) rules.add('vpd-missing');
  else if (folded) rules.add('white-space');
  if (a.addressText !== '' && a.addressText === b.addressText && written(a.unit) !== written(b.unit)) rules.add('separators');
  return [...rules].sort();
}

const WRITTEN_FIELDS = ['manufacturer', 'model', 'serial', 'revision', 'slot'] as const;

function isWrittenAlike(a: Comparable, b: Comparable): boolean {
  if (a.vpdIgnored !== b.vpdIgnored || a.addressText !== '' || b.addressText !== '') return false;
  const [one, other] = [a.unit, b.unit];
  // Spelled out: most pairs of a large comparison are asked this.
  return (
    one.model === other.model &&
    one.manufacturer === other.manufacturer &&
    one.serial === other.serial &&
    one.revision === other.revision &&
    one.slot === other.slot
  );
}

function written(unit: Unit): string {
  return unit.addresses
    .map(({ value }) => value)
    .sort()
    .join();
}
