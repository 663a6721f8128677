import type { FoldStep } from '../expected/fold.ts';
import type { Sighting } from '../observed/observe.ts';
import { compareTimes } from '../time.ts';
import type { StateUnit } from '../types.ts';
import { type Atom, atomsOf, atomText, unitKey } from './atoms.ts';
import { compareStates, type Row } from './compare.ts';

/** One change that a contributing delta certifies: what it lists and what it authorizes. */
export interface DeltaChange {
  readonly step: FoldStep;
  readonly row: Row;
  readonly atoms: readonly DeltaAtom[];
}

/** One unit line, with how many such units there are once the delta applies. */
export interface DeltaAtom extends Atom {
  readonly count: number;
  readonly provenAt: string;
}

/** The changes of deltas that apply one after the other; in each, a removal and an addition in one place are taken together. */
export function deltaChanges(steps: readonly FoldStep[]): readonly DeltaChange[] {
  let counts: Counts = new Map();
  return steps.flatMap((step, index) => {
    counts = index > 0 && step.authorizes ? countsAfter(counts, step) : countsOf(step.units);
    return changesOf(step, counts);
  });
}

function changesOf(step: FoldStep, counts: Counts): readonly DeltaChange[] {
  const lines = step.lines;
  const rows = compareStates({
    before: lines.flatMap(({ before }) => (before === null ? [] : [before])),
    after: lines.flatMap(({ after }) => (after === null ? [] : [after])),
  });
  const { provenAt } = step.delta.judged;
  return rows
    .filter(({ kind }) => kind !== 'same')
    .map((row) => ({ step, row, atoms: atomsOf(row).map((atom) => ({ ...atom, count: counts.get(unitKey(atom.unit)) ?? 0, provenAt })) }));
}

/** How often each unit occurs. */
type Counts = Map<string, number>;

function countsOf(units: readonly StateUnit[]): Counts {
  const counts: Counts = new Map();
  for (const unit of units) count(counts, unit, 1);
  return counts;
}

/** A delta changes nothing but its lines, so that many deltas of a large device cost what they change. The counts given go on as those after it. */
function countsAfter(counts: Counts, { lines }: FoldStep): Counts {
  for (const { before, after } of lines) {
    if (before !== null) count(counts, before, -1);
    if (after !== null) count(counts, after, 1);
  }
  return counts;
}

function count(counts: Counts, unit: StateUnit, by: 1 | -1): void {
  const key = unitKey(unit);
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** Authorizations that one source's steps can still use up: each explains one step, and only once. */
export interface Allowance {
  /** Takes what explains the row; undefined, and nothing taken, when a part of it stays unexplained. */
  readonly take: (row: Row) => Taken | undefined;
  /** Changes that the source's first report showed already. */
  readonly shown: readonly DeltaChange[];
}

/** What explains one row: the unit lines used up, the changes that they belong to, and whether each names the very unit. */
export interface Taken {
  readonly atoms: readonly DeltaAtom[];
  readonly changes: readonly DeltaChange[];
  readonly exact: boolean;
}

interface Offer {
  readonly atom: DeltaAtom;
  readonly change: DeltaChange;
}

/** What a source's steps may use: everything that the deltas certify, but for what its first report showed already. */
export function allowanceFor(changes: readonly DeltaChange[], first: Sighting): Allowance {
  const counts = countsOf(first.report.units);
  const open = new Map<string, Offer[]>();
  const shown: DeltaChange[] = [];
  for (const change of changes) {
    for (const atom of change.atoms) {
      if (isShown(atom, counts, first)) shown.push(change);
      else for (const name of namesOf(atom)) offer(open, name, { atom, change });
    }
  }
  const used = new Set<DeltaAtom>();
  return { shown, take: (row) => takeAll(row, open, used) };
}

function offer(open: Map<string, Offer[]>, name: string, each: Offer): void {
  const offers = open.get(name);
  if (offers === undefined) open.set(name, [each]);
  else offers.push(each);
}

function takeAll(row: Row, open: ReadonlyMap<string, readonly Offer[]>, used: Set<DeltaAtom>): Taken | undefined {
  if (open.size === 0) return undefined;
  const offers: Offer[] = [];
  let exact = true;
  for (const atom of atomsOf(row)) {
    const free = (name: string): Offer | undefined => open.get(name)?.find((offer) => !used.has(offer.atom) && !offers.includes(offer));
    const precise = free(atomText(atom));
    const found = precise ?? (atom.product === null ? undefined : bySerialOneSided(atom, free(`${atom.action}${atom.product}`)));
    if (found === undefined) return undefined;
    exact &&= precise !== undefined;
    offers.push(found);
  }
  if (offers.length === 0) return undefined;
  for (const { atom } of offers) used.add(atom);
  return { atoms: offers.map(({ atom }) => atom), changes: offers.map(({ change }) => change), exact };
}

/** Another serial than the authorized one is a hard no; a serial that only one side knows is unproven. */
function bySerialOneSided(atom: Atom, found: Offer | undefined): Offer | undefined {
  return found !== undefined && hasSerial(atom) && hasSerial(found.atom) ? undefined : found;
}

const hasSerial = ({ key }: Atom): boolean => key.startsWith('["serial"');
const namesOf = (atom: DeltaAtom): readonly string[] => [
  atomText(atom),
  ...(atom.product === null ? [] : [`${atom.action}${atom.product}`]),
];

function isShown({ action, unit, count }: DeltaAtom, counts: ReadonlyMap<string, number>, { report }: Sighting): boolean {
  const seen = counts.get(unitKey(unit)) ?? 0;
  if (action === '-') return seen <= count && report.coverage.complete.includes(unit.category);
  return seen > 0 && seen >= count;
}

/** Whether a report came in before the delta that explains it: then the delta's dates prove nothing. */
export const precedes = ({ submission }: Sighting, { step }: DeltaChange): boolean =>
  compareTimes(submission.receivedAt, step.delta.judged.provenAt) < 0;
