import { type ManufacturerAliases, NO_ALIASES } from './aliases.ts';
import { changeOfPair as changeClassOf, type UnitChangeClass, type UnitChangeKind } from './change.ts';
import { type MatchableUnit, realmOf } from './comparable.ts';
import type { ComparedField } from './compare.ts';
import { type Certainty, matchUnits, type UnitPair } from './match.ts';
import type { MatchTier } from './match-passes.ts';
import type { EqualityRule } from './normalize.ts';
import { changesFirmwareAlone } from './version-change.ts';

/** One unit that stays, leaves, enters or changes. At least one side is there. */
export interface UnitChange<T extends MatchableUnit = MatchableUnit> {
  readonly kind: UnitChangeKind;
  /** The same in finer words. */
  readonly change: UnitChangeClass;
  readonly before: T | null;
  readonly after: T | null;
  /** Fields that are not the same, those included that only one side says. */
  readonly fields: readonly ComparedField[];
  /** Null for what has no counterpart. */
  readonly tier: MatchTier | null;
  readonly certainty: Certainty | null;
  readonly equalBy: readonly EqualityRule[];
  readonly indistinguishable: boolean;
}

/**
 * What happened between two lists of units, each unit of both exactly once: first those that were there before, in
 * their order, then those that entered. A swapped serial number is never `same`. Whether an absent unit could be seen
 * at all is a question of coverage, which the caller answers.
 */
export function diffUnits<T extends MatchableUnit>({
  before,
  after,
  aliases = NO_ALIASES,
}: {
  readonly before: readonly T[];
  readonly after: readonly T[];
  /** Manufacturer names that mean the same. */
  readonly aliases?: ManufacturerAliases;
}): readonly UnitChange<T>[] {
  const { pairs, added } = matchUnits({ expected: before, observed: after, aliases });
  let paired = 0;
  // Pairs are in the order of the units before; what none of them tells of has left.
  const inOrder = before.map((unit): UnitChange<T> => {
    const pair = pairs[paired];
    if (pair?.expected !== unit) return { ...ALONE, kind: 'component-removed', change: 'removed', before: unit, after: null };
    paired += 1;
    return changeOfPair(pair);
  });
  return [
    ...inOrder,
    ...added.map((unit): UnitChange<T> => ({ ...ALONE, kind: 'component-added', change: 'added', before: null, after: unit })),
  ];
}

/** How many changes there are of each kind. */
export function countChanges(changes: readonly UnitChange[]): Readonly<Record<UnitChangeKind, number>> {
  const counts: Record<UnitChangeKind, number> = {
    same: 0,
    'component-added': 0,
    'component-removed': 0,
    'component-replaced': 0,
    'component-moved': 0,
    'firmware-changed': 0,
    'revision-changed': 0,
    'content-changed': 0,
    'serial-unconfirmed': 0,
    'attribute-only': 0,
  };
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}

/**
 * What a matched pair amounts to, the gravest first. A serial that only the observed side read is an attribute.
 * @param unsaidCounts  whether a field that only one side says is a change of attribute; conformance says no to all but `revision`
 */
export function kindOfPair(pair: UnitPair, unsaidCounts: (field: ComparedField) => boolean = () => true): UnitChangeKind {
  const { differs } = pair;
  if (pair.tier === 'replaced' || pair.serial === 'differs' || pair.otherAddress) return 'component-replaced';
  if (pair.serial === 'only-expected' || pair.addressUnread) return 'serial-unconfirmed';
  const firmware = realmOf(pair.expected.category) === 'firmware';
  if (firmware && (differs.includes('revision') || differs.includes('model') || differs.includes('manufacturer')))
    return 'firmware-changed';
  if (differs.includes('revision')) return changesFirmwareAlone(pair.expected, pair.observed) ? 'firmware-changed' : 'revision-changed';
  if (differs.includes('hashes')) return 'content-changed';
  if (differs.includes('slot') || differs.includes('inside')) return 'component-moved';
  return differs.length > 0 || pair.unsaid.some(unsaidCounts) ? 'attribute-only' : 'same';
}

const ALONE = { fields: [], tier: null, certainty: null, equalBy: [], indistinguishable: false } as const;

function changeOfPair<T extends MatchableUnit>(pair: UnitPair<T>): UnitChange<T> {
  const kind = kindOfPair(pair);
  return {
    kind,
    change: changeClassOf(kind, pair),
    before: pair.expected,
    after: pair.observed,
    fields: pair.unsaid.length === 0 ? pair.differs : [...pair.differs, ...pair.unsaid],
    tier: pair.tier,
    certainty: pair.certainty,
    equalBy: pair.equalBy,
    indistinguishable: pair.indistinguishable,
  };
}
