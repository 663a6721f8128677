import { addressTeller } from './address-relation.ts';
import { moveTeller } from './assembly.ts';
import { type Comparable, comparables, type MatchableUnit, type UnitSides } from './comparable.ts';
import { type ComparedField, compareFields } from './compare.ts';
import { type MatchTier, PASSES, type Pass } from './match-passes.ts';
import { type EqualityRule, normalizeAddress } from './normalize.ts';

/** Candidates that are looked at for one unit where equal keys don't suffice. Real buckets hold one or two. */
const MAX_CANDIDATES = 16;

/** `certain`: this very unit. `probable`: by identifiers that can be set or were folded. `position`: this product, nothing tells which. */
export type Certainty = 'certain' | 'probable' | 'position';

/** What the two serial numbers say of each other. */
export type SerialRelation = 'equal' | 'differs' | 'only-expected' | 'only-observed' | 'none';

/** One expected unit and the observed unit that stands for it. */
export interface UnitPair<E extends MatchableUnit = MatchableUnit, O extends MatchableUnit = E> {
  readonly expected: E;
  readonly observed: O;
  readonly tier: MatchTier;
  readonly certainty: Certainty;
  /** Rules that made unequal spellings equal; empty when they were the same. */
  readonly equalBy: readonly EqualityRule[];
  /** Fields in which both sides say something, and not the same. */
  readonly differs: readonly ComparedField[];
  /** Fields in which only one side says something. */
  readonly unsaid: readonly ComparedField[];
  readonly serial: SerialRelation;
  /** Both have addresses that their makers gave, and none in common; no serial number says that they are one unit all the same. */
  readonly otherAddress: boolean;
  /** It is known by an address alone, and none was read. */
  readonly addressUnread: boolean;
  /** No serial on either side, no address in common, and the product occurs more than once: which unit is which cannot be told. */
  readonly indistinguishable: boolean;
}

/** Every unit of both sides exactly once. */
export interface UnitMatching<E extends MatchableUnit = MatchableUnit, O extends MatchableUnit = E> {
  /** In the order of the expected units. */
  readonly pairs: readonly UnitPair<E, O>[];
  /** Observed units without an expected one, in their order. */
  readonly added: readonly O[];
  /** Expected units without an observed one, in their order. */
  readonly removed: readonly E[];
}

interface Side<T extends MatchableUnit> {
  readonly all: readonly Comparable<T>[];
  left: readonly Comparable<T>[];
}

interface RawPair<E extends MatchableUnit, O extends MatchableUnit> {
  readonly expected: Comparable<E>;
  readonly observed: Comparable<O>;
  readonly pass: Pass;
}

/**
 * Matches two lists of units one to one, the best ground first: the same unit, probably the same, the same product,
 * firmware of the same role, and what took another's place. Units are a multiset; a contradicting serial or model
 * beats everything else, so that a swapped serial is never `same-unit`. Time grows linearly with the units.
 * In each pass equal names go before those that an alias makes equal.
 */
export function matchUnits<E extends MatchableUnit, O extends MatchableUnit>(sides: UnitSides<E, O>): UnitMatching<E, O> {
  // A first report is compared with nothing.
  if (sides.expected.length === 0 || sides.observed.length === 0) return { pairs: [], added: sides.observed, removed: sides.expected };
  const both = comparables(sides);
  const passes = both.observed.some((unit) => unit.aliases.length > 0) ? PASSES_WITH_ALIASES : PASSES;
  const left: Side<E> = { all: both.expected, left: both.expected };
  const right: Side<O> = { all: both.observed, left: both.observed };
  const raw: RawPair<E, O>[] = [];
  for (const pass of passes) {
    if (left.left.length === 0 || right.left.length === 0) break;
    runPass(pass, left, right, raw);
  }
  const isRepeated = repetitionTeller([left.all, right.all]);
  const isMoved = moveTeller(raw.map(({ expected: a, observed: b }) => ({ expected: a.unit, observed: b.unit })));
  const around = { isRepeated, isMoved, addressesOf: addressTeller([left.all, right.all]) };
  return {
    pairs: raw.sort((a, b) => a.expected.index - b.expected.index).map((pair) => describePair(pair, around)),
    added: right.left.map(({ unit }) => unit),
    removed: left.left.map(({ unit }) => unit),
  };
}

/** Only one side is known by its other names too, so that two names which a third one joins stay two. */
const PASSES_WITH_ALIASES: readonly Pass[] = PASSES.flatMap((pass) => [
  pass,
  {
    ...pass,
    observed: (unit) => [unit.manufacturer, ...unit.aliases].flatMap((manufacturer) => pass.observed({ ...unit, manufacturer })),
  },
]);

function runPass<E extends MatchableUnit, O extends MatchableUnit>(pass: Pass, left: Side<E>, right: Side<O>, raw: RawPair<E, O>[]): void {
  const buckets = bucketsOf(left.left, pass.expected);
  if (buckets.size === 0) return;
  const counts = pass.unique ? bucketsOf(right.left, pass.observed) : undefined;
  const taken = new Set<Comparable>();
  for (const unit of right.left) {
    for (const key of pass.observed(unit)) {
      const bucket = buckets.get(key);
      if (bucket === undefined) continue;
      if (counts !== undefined && (bucket.items.length !== 1 || counts.get(key)?.items.length !== 1)) continue;
      const partner = takeFrom(bucket, taken, (candidate) => pass.compatible?.(candidate, unit) ?? true);
      if (partner === undefined) continue;
      taken.add(partner).add(unit);
      raw.push({ expected: partner, observed: unit, pass });
      break;
    }
  }
  if (taken.size === 0) return;
  left.left = left.left.filter((unit) => !taken.has(unit));
  right.left = right.left.filter((unit) => !taken.has(unit));
}

interface Bucket<T extends MatchableUnit> {
  readonly items: Comparable<T>[];
  /** Everything before it is taken. */
  head: number;
}

function bucketsOf<T extends MatchableUnit>(units: readonly Comparable<T>[], keysOf: Pass['expected']): Map<string, Bucket<T>> {
  const buckets = new Map<string, Bucket<T>>();
  for (const unit of units) {
    const keys = keysOf(unit);
    for (const key of keys.length > 1 ? new Set(keys) : keys) {
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, { items: [unit], head: 0 });
      else bucket.items.push(unit);
    }
  }
  return buckets;
}

function takeFrom<T extends MatchableUnit>(
  bucket: Bucket<T>,
  taken: ReadonlySet<Comparable>,
  fits: (candidate: Comparable<T>) => boolean,
): Comparable<T> | undefined {
  while (bucket.head < bucket.items.length && isTaken(bucket.items[bucket.head], taken)) bucket.head += 1;
  const end = Math.min(bucket.items.length, bucket.head + MAX_CANDIDATES);
  for (let at = bucket.head; at < end; at += 1) {
    const candidate = bucket.items[at];
    if (candidate !== undefined && !taken.has(candidate) && fits(candidate)) return candidate;
  }
  return undefined;
}

function isTaken(unit: Comparable | undefined, taken: ReadonlySet<Comparable>): boolean {
  return unit !== undefined && taken.has(unit);
}

/** What a pair is judged by beside its two units. */
interface Surroundings {
  /** Whether the product of a unit occurs more than once on a side. */
  readonly isRepeated: (unit: Comparable) => boolean;
  readonly isMoved: ReturnType<typeof moveTeller>;
  readonly addressesOf: ReturnType<typeof addressTeller>;
}

function describePair<E extends MatchableUnit, O extends MatchableUnit>(
  { expected, observed, pass }: RawPair<E, O>,
  { isRepeated, isMoved, addressesOf }: Surroundings,
): UnitPair<E, O> {
  const { tier, whole = false } = pass;
  const serial = serialRelation(expected, observed);
  const sides = { expected: expected.unit, observed: observed.unit };
  const { differs, unsaid, equalBy } = compareFields(expected, observed, { whole, isMoved: isMoved(sides) });
  const address = addressesOf(expected, observed);
  const isUntold = tier === 'product' && serial === 'none' && address !== 'common';
  return {
    expected: expected.unit,
    observed: observed.unit,
    tier,
    certainty: certaintyOf(tier, expected),
    differs,
    unsaid,
    equalBy,
    serial,
    otherAddress: serial !== 'equal' && address === 'other',
    addressUnread: serial === 'none' && address === 'only-expected',
    indistinguishable: isUntold && expected.realm === 'hardware' && (isRepeated(expected) || isRepeated(observed)),
  };
}

/** Software is no physical unit: its product and version are all the identity that it has. */
function certaintyOf(tier: MatchTier, { realm }: Comparable): Certainty {
  if (tier === 'same-unit' || (tier === 'product' && realm === 'software')) return 'certain';
  if (tier === 'product' || tier === 'firmware' || tier === 'replaced') return 'position';
  return 'probable';
}

/** Collectors differ in whether the address of an interface is its serial number. */
function serialRelation(a: Comparable, b: Comparable): SerialRelation {
  if (a.serial === '') return b.serial === '' ? 'none' : isAddressOf(b.serial, a) ? 'equal' : 'only-observed';
  if (b.serial === '') return isAddressOf(a.serial, b) ? 'equal' : 'only-expected';
  return a.serial === b.serial ? 'equal' : 'differs';
}

const isAddressOf = (serial: string, { addresses }: Comparable): boolean =>
  addresses.length > 0 && (addresses.includes(normalizeAddress(serial) ?? '') || addresses.includes(addressInside(serial)));

/** An EUI-64 that was made of a MAC address, as the PCIe registry writes it with nothing behind its colon. @spec IEEE guidelines for EUI-64 (FFFF or FFFE in the middle) */
function addressInside(serial: string): string {
  const [, vendor, own] = /^([0-9A-F]{6})FFF[EF]([0-9A-F]{6}):?$/.exec(serial) ?? [];
  return vendor === undefined ? '' : `${vendor}${own}`;
}

/** Counts when it is asked first: most matchings have a serial number or a purl for every unit. */
function repetitionTeller(sides: readonly (readonly Comparable[])[]): (unit: Comparable) => boolean {
  let counts: readonly ReadonlyMap<string, number>[] | undefined;
  return (unit) => {
    counts ??= sides.map(productCounts);
    return counts.some((count) => (count.get(productOf(unit)) ?? 0) > 1);
  };
}

function productCounts(units: readonly Comparable[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const unit of units) counts.set(productOf(unit), (counts.get(productOf(unit)) ?? 0) + 1);
  return counts;
}

function productOf(unit: Comparable): string {
  return [unit.manufacturer, unit.model, unit.category].join('\u0000');
}
