import type { ManufacturerAliases } from '#lib/component/aliases.ts';
import type { Coverage } from '#lib/component/coverage.ts';
import type { Category } from '#lib/component/types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { compareStates, type Row } from '../comparison/compare.ts';
import type { StateUnit } from '../types.ts';
import { serialOf } from '../unit/unit-pool.ts';
import type { Report } from './reports.ts';

/** What a source was last seen to report, category by category: a category that it stops to see keeps its last reading here. */
export interface RunningState {
  /** Equal keys are equal states. */
  readonly key: string;
  readonly byCategory: ReadonlyMap<Category, readonly StateUnit[]>;
  /** The artifact that told of the category last. */
  readonly toldBy: ReadonlyMap<Category, string>;
}

/** The rows that changed, and the state after. */
export interface Transition {
  readonly rows: readonly Row[];
  readonly next: RunningState;
}

interface Advanced extends Transition {
  /** In what the report sees, the state after it is the report and nothing else: the same report again changes nothing. */
  readonly isWhole: boolean;
}

/** Before the first report. */
export const NOTHING_SEEN: RunningState = { key: '', byCategory: new Map(), toldBy: new Map() };

/** Advances a state by one report. */
export type Advance = (state: RunningState, report: Report) => Transition;

/**
 * Makes a function that advances a source's state. Steps between the same two states are computed once: ten thousand
 * reports that repeat ten states cost as much as ten.
 */
export function makeAdvance(aliases: ManufacturerAliases): Advance {
  const known = new Map<RunningState, Map<Report, Transition>>();
  const states = new Map<string, RunningState>();
  return (state, report) => {
    const before = known.get(state)?.get(report);
    if (before !== undefined) return before;
    const after = known.get(state) ?? new Map<Report, Transition>();
    known.set(state, after);
    const advanced = advance(state, { report, aliases });
    const transition = advanceTo(states, advanced);
    after.set(report, transition);
    // What a report says all of is what it says again: nothing has to be compared to know that.
    if (advanced.isWhole) settle(known, transition.next, report);
    return transition;
  };
}

function settle(known: Map<RunningState, Map<Report, Transition>>, state: RunningState, report: Report): void {
  const after = known.get(state) ?? new Map<Report, Transition>();
  known.set(state, after);
  if (!after.has(report)) after.set(report, { rows: [], next: state });
}

/** Equal states are one object, so that steps between them are found again. */
function advanceTo(states: Map<string, RunningState>, { rows, next }: Transition): Transition {
  const known = states.get(next.key) ?? next;
  states.set(next.key, known);
  return { rows, next: known };
}

/**
 * Only what the new report sees is compared, so that a blind collector takes nothing away and later brings nothing back.
 * A category that was never seen counts as empty: a part that appears in it is new, and nobody signed for it.
 */
function advance(state: RunningState, { report, aliases }: { readonly report: Report; readonly aliases: ManufacturerAliases }): Advanced {
  const { units, coverage, document } = report;
  const seen = new Set<Category>([...coverage.complete, ...coverage.partial, ...units.map(({ category }) => category)]);
  const before = [...state.byCategory].flatMap(([category, known]) => (seen.has(category) ? known : []));
  const rows = compareStates({ before, after: units, aliases }).filter(
    (row) => row.kind !== 'component-removed' || isCovered(row, coverage),
  );
  const known = withKnownSerials(units, rows);
  const left = unmentioned(before, rows);
  const now = [...known, ...left];
  const byCategory = new Map<Category, StateUnit[]>(
    [...state.byCategory].filter(([category]) => !seen.has(category)).map(([category, kept]) => [category, [...kept]]),
  );
  for (const category of seen) byCategory.set(category, []);
  for (const unit of now) byCategory.get(unit.category)?.push(unit);
  const toldBy = new Map([...state.toldBy, ...[...seen].map((category) => [category, document.sha256] as const)]);
  return {
    rows: rows.filter(({ kind }) => kind !== 'same'),
    next: { key: keyOf(byCategory), byCategory, toldBy },
    isWhole: left.length === 0 && known.every(({ pinnedSerial }) => pinnedSerial === null),
  };
}

const isCovered = ({ before }: Row, { complete }: Coverage): boolean => before !== null && complete.includes(before.category);

/** A serial that was read once isn't forgotten when it is blanked: another one later is another part. */
function withKnownSerials(units: readonly StateUnit[], rows: readonly Row[]): readonly StateUnit[] {
  const pins = new Map<StateUnit, string>();
  for (const { kind, before, after } of rows) {
    if (kind === 'component-replaced') continue;
    const serial = before === null || serialOf(before) === null ? (before?.pinnedSerial ?? null) : before.serial;
    if (after !== null && serial !== null && serialOf(after) === null) pins.set(after, serial);
  }
  return pins.size === 0 ? units : units.map((unit) => ({ ...unit, pinnedSerial: pins.get(unit) ?? unit.pinnedSerial }));
}

/** Units that the report doesn't mention and doesn't claim to list completely: their last reading stays. */
function unmentioned(before: readonly StateUnit[], rows: readonly Row[]): readonly StateUnit[] {
  const told = new Set(rows.map((row) => row.before));
  return before.filter((unit) => !told.has(unit));
}

function keyOf(byCategory: ReadonlyMap<Category, readonly StateUnit[]>): string {
  const units = [...byCategory.values()]
    .flat()
    .map(({ provenance, pinnedSerial }) => `${provenance.documentId} ${provenance.index} ${pinnedSerial ?? ''}`);
  return sha256Hex(units.sort().join('\n'));
}
