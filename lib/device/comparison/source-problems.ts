import type { ManufacturerAliases } from '#lib/component/aliases.ts';
import type { Source } from '../observed/observe.ts';
import { compareTimes, daysAfter } from '../time.ts';
import type { DifferenceKind, ExpectedState, Observation, Problem, StateUnit } from '../types.ts';
import { serialKey } from '../unit/unit-pool.ts';
import { partText } from '../unit/unit-text.ts';
import { atomsOf, atomText } from './atoms.ts';
import { compareStates, type Row } from './compare.ts';
import type { History } from './history.ts';
import { platformOf, withPlatformItself } from './platform-part.ts';

/** What is known of a device's sources once its history is told. */
export interface SourceQuestion {
  readonly history: History;
  readonly expected: ExpectedState;
  /** Latest by source, newest first. */
  readonly observations: readonly Observation[];
  readonly current: Observation | null;
  readonly aliases: ManufacturerAliases;
  readonly freshnessDays: number;
  /** ISO 8601. */
  readonly at: string;
}

/** What sources stopped to see, what came back, and where sources contradict each other. */
export function sourceProblems(question: SourceQuestion): readonly Problem[] {
  return [...coverageShrunk(question), ...serialsReturned(question), ...sourcesDisagree(question)];
}

/** A category that a source reported and neither reports nor covers now. Where nothing is expected in it, nothing is missing. */
function coverageShrunk({ history, expected, observations }: SourceQuestion): readonly Problem[] {
  const judged = expected.basis !== 'none' && expected.basis !== 'conflict';
  const wanted = new Set(expected.units.map(({ category }) => category));
  return history.sources.flatMap(({ source, last }) => {
    const latest = observations.find((observation) => observation.source === source.name);
    if (latest === undefined) return [];
    const { coverage, collector, document } = latest;
    const seen = new Set([...coverage.complete, ...coverage.partial]);
    return [...last.byCategory]
      .filter(([category, units]) => units.length > 0 && !seen.has(category) && (!judged || wanted.has(category)))
      .map(([category]): Problem => {
        const told = last.toldBy.get(category);
        return { kind: 'coverage-shrunk', because: [...(told === undefined ? [] : [told]), document.sha256], category, collector };
      });
  });
}

/** A serial that left and is back in the same source, unless certificates explain its return. */
function serialsReturned({ history }: SourceQuestion): readonly Problem[] {
  const returned = new Map<string, { readonly wentIn: string; readonly sha256: string; readonly unit: StateUnit }>();
  const goneFrom = new Map<Source, Map<string, string>>();
  for (const { difference, step, deltas } of history.entries) {
    if (step === null) continue;
    const { expected, observed } = difference;
    const gone = goneFrom.get(step.source) ?? new Map<string, string>();
    if (gone.size === 0) goneFrom.set(step.source, gone);
    const left = expected === null ? null : serialKey(expected);
    const entered = observed === null ? null : serialKey(observed);
    if (left === entered) {
      if (entered !== null) gone.delete(entered);
      continue;
    }
    const { sha256 } = step.sighting.report.document;
    if (entered !== null && observed !== null) {
      const wentIn = gone.get(entered);
      // The last return of a serial is the one that is told: its artifacts are put together at the end.
      if (wentIn !== undefined && deltas.length === 0) returned.set(entered, { wentIn, sha256, unit: observed });
      gone.delete(entered);
    }
    if (left !== null) gone.set(left, sha256);
  }
  return [...returned.values()].map(({ wentIn, sha256, unit }) => ({
    kind: 'serial-returned',
    because: [...new Set([wentIn, sha256])],
    unit,
  }));
}

const CONTRADICTING: readonly DifferenceKind[] = [
  'component-added',
  'component-removed',
  'component-replaced',
  'firmware-changed',
  'revision-changed',
];

/** Fresh reports of other sources against the current one. What a step in between explains is a change and no contradiction. */
function sourcesDisagree(question: SourceQuestion): readonly Problem[] {
  const { observations, current, aliases } = question;
  if (current === null || !isFresh(current, question)) return [];
  return observations.flatMap((other) => {
    if (other === current || !isFresh(other, question)) return [];
    const [older, newer] =
      compareTimes(other.submission.receivedAt, current.submission.receivedAt) <= 0 ? [other, current] : [current, other];
    const explained = explainedSince(older, question.history);
    const platforms = { before: platformOf(older), after: platformOf(newer) };
    return compareStates({ before: older.units, after: newer.units, aliases })
      .map((row) => withPlatformItself(row, platforms))
      .filter((row) => CONTRADICTING.includes(row.kind) && isSeenByBoth(row, older, newer))
      .filter((row) => !atomsOf(row).every((atom) => explained.has(atomText(atom))))
      .map((row) => disagreement(row, older, newer));
  });
}

function isFresh({ submission }: Observation, { at, freshnessDays }: SourceQuestion): boolean {
  const end = daysAfter(submission.receivedAt, freshnessDays);
  return end !== null && compareTimes(at, end) <= 0;
}

/** Absence means something only where the source that is silent lists everything. */
function isSeenByBoth({ before, after }: Row, older: Observation, newer: Observation): boolean {
  if (after === null) return before !== null && newer.coverage.complete.includes(before.category);
  return before !== null || older.coverage.complete.includes(after.category);
}

function explainedSince({ submission }: Observation, { entries, changes }: History): ReadonlySet<string> {
  const rows = [
    ...changes.map(({ row }) => row),
    ...entries.flatMap(({ step }) =>
      step !== null && compareTimes(step.sighting.submission.receivedAt, submission.receivedAt) > 0 ? [step.row] : [],
    ),
  ];
  return new Set(rows.flatMap(atomsOf).map(atomText));
}

function disagreement({ before, after }: Row, older: Observation, newer: Observation): Problem {
  const told = [before === null ? 'nothing' : partText(before), after === null ? 'nothing' : partText(after)];
  return {
    kind: 'sources-disagree',
    because: [...new Set([older.document.sha256, newer.document.sha256])],
    detail: `${older.source} reports ${told[0]}, and ${newer.source} reports ${told[1]} in its place.`,
    unit: after ?? before,
  };
}
