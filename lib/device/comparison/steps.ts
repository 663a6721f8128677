import type { Category } from '#lib/component/types.ts';
import type { Sighting, Source } from '../observed/observe.ts';
import { type Advance, NOTHING_SEEN, type RunningState } from '../observed/running-state.ts';
import type { Row } from './compare.ts';

/** One unit that changed between two reports of one source. */
export interface SourceStep {
  readonly source: Source;
  /** The report that showed it first. */
  readonly sighting: Sighting;
  readonly row: Row;
  /** The artifacts before and after. */
  readonly because: readonly string[];
}

/** What happened between the reports of one source. */
export interface SourceHistory {
  readonly source: Source;
  readonly first: Sighting;
  readonly steps: readonly SourceStep[];
  /** Everything that the source ever reported and never saw leaving. */
  readonly last: RunningState;
}

/** Follows one source through its reports. A report that repeats the state before it is no step. */
export function followSource(source: Source, advance: Advance): SourceHistory {
  const [first] = source.sightings;
  if (first === undefined) throw new Error('a source without a report');
  let state = advance(NOTHING_SEEN, first.report).next;
  const steps: SourceStep[] = [];
  // A row belongs to one state and one report, however often the one follows the other.
  const told = new Map<Row, readonly string[]>();
  source.sightings.forEach((sighting) => {
    if (sighting === first) return;
    const { rows, next } = advance(state, sighting.report);
    rows.forEach((row) => {
      let because = told.get(row);
      if (because === undefined) {
        because = becauseOf(row, { state, sighting });
        told.set(row, because);
      }
      steps.push({ source, sighting, row, because });
    });
    state = next;
  });
  return { source, first, steps, last: state };
}

function becauseOf({ before, after }: Row, { state, sighting }: { state: RunningState; sighting: Sighting }): readonly string[] {
  const category: Category | undefined = (before ?? after)?.category;
  const told = before?.provenance.sha256 ?? (category === undefined ? undefined : state.toldBy.get(category));
  return [...new Set([...(told === undefined ? [] : [told]), sighting.report.document.sha256])];
}
