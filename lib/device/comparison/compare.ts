import type { ManufacturerAliases } from '#lib/component/aliases.ts';
import type { UnitChangeKind } from '#lib/component/change.ts';
import { changeOfPair, type UnitChangeClass } from '#lib/component/change.ts';
import { kindOfPair } from '#lib/component/diff.ts';
import { matchUnits, type UnitPair } from '#lib/component/match.ts';
import type { DifferenceKind, StateUnit } from '../types.ts';
import { serialOf } from '../unit/unit-pool.ts';

/** One unit of two states, before coverage and authorization are asked. */
export interface Row {
  readonly kind: DifferenceKind;
  readonly change: UnitChangeClass;
  readonly before: StateUnit | null;
  readonly after: StateUnit | null;
  readonly equalBy: readonly string[];
  readonly indistinguishable: boolean;
}

/** An expected unit with the serial that it is known by: a pinned one where the document gives none. */
type KnownUnit = StateUnit & { readonly origin: StateUnit };

/** Two states of one device, or what is expected of it and what is there. */
export interface StatePair {
  readonly before: readonly StateUnit[];
  readonly after: readonly StateUnit[];
  /** Manufacturer names that mean the same; none when absent. */
  readonly aliases?: ManufacturerAliases;
}

/**
 * Compares two states unit by unit, one to one, the best match first: the pairs in order, then what left, then what entered.
 * A unit without a serial of its own is compared by the serial that was pinned to it.
 */
export function compareStates({ before, after, aliases }: StatePair): readonly Row[] {
  const { pairs, added, removed } = matchUnits<KnownUnit, StateUnit>({ expected: before.map(knownUnit), observed: after, aliases });
  return [
    ...pairs.map(rowOfPair),
    ...removed.map(({ origin }): Row => ({ ...ALONE, kind: 'component-removed', change: 'removed', before: origin, after: null })),
    ...added.map((unit): Row => ({ ...ALONE, kind: 'component-added', change: 'added', before: null, after: unit })),
  ];
}

/** Pairs of what is the same unit or the same product, so that an observed serial can be learned. */
export function learnableSerials({ before, after, aliases }: StatePair): readonly (readonly [StateUnit, string])[] {
  return matchUnits<KnownUnit, StateUnit>({ expected: before.map(knownUnit), observed: after, aliases }).pairs.flatMap(
    ({ expected, observed, tier, serial, otherAddress }) =>
      serial === 'only-observed' && !otherAddress && tier !== 'replaced' && tier !== 'firmware' && observed.serial !== null
        ? [[expected.origin, observed.serial] as const]
        : [],
  );
}

const ALONE = { equalBy: [], indistinguishable: false } as const;

function knownUnit(unit: StateUnit): KnownUnit {
  return { ...unit, serial: serialOf(unit) === null ? (unit.pinnedSerial ?? unit.serial) : unit.serial, origin: unit };
}

function rowOfPair(pair: UnitPair<KnownUnit, StateUnit>): Row {
  const { expected, observed, equalBy, indistinguishable } = pair;
  const drifted = isClassDrift(pair);
  const found = drifted ? 'same' : kindOfPair(pair, (field) => field === 'revision');
  const kind = rowKind(found, observed);
  const change = changeOfPair(found, pair);
  return { kind, change, before: expected.origin, after: observed, equalBy: drifted ? [...equalBy, 'class'] : equalBy, indistinguishable };
}

/** Class codes drift between tools: alone they make no difference. */
function isClassDrift(pair: UnitPair<KnownUnit, StateUnit>): boolean {
  const onlyClass = pair.differs.length > 0 && pair.differs.every((field) => field === 'class');
  return onlyClass && kindOfPair(pair, (field) => field === 'revision') === 'attribute-only' && !pair.unsaid.includes('revision');
}

/** The same version with another content is a change of the firmware, or of what stands in its place. */
function rowKind(kind: UnitChangeKind, { category }: StateUnit): DifferenceKind {
  if (kind !== 'content-changed') return kind;
  return category === 'firmware' ? 'firmware-changed' : 'revision-changed';
}
