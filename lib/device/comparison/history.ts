import type { FoldStep } from '../expected/fold.ts';
import type { Source } from '../observed/observe.ts';
import type { Advance } from '../observed/running-state.ts';
import { instantOf, inTimeOrder } from '../time.ts';
import type { AuthorizationOutcome, Difference } from '../types.ts';
import { allowanceFor, type DeltaAtom, type DeltaChange, deltaChanges, precedes, type Taken } from './delta-changes.ts';
import { followSource, type SourceHistory, type SourceStep } from './steps.ts';

/** What changed and who signed for it, oldest first, each change once. */
export interface History {
  readonly entries: readonly HistoryEntry[];
  /** Authorized changes as further sources saw them: told where they were seen, and listed no second time. */
  readonly repeats: readonly HistoryEntry[];
  readonly sources: readonly SourceHistory[];
  /** What contributing deltas certify. */
  readonly changes: readonly DeltaChange[];
}

/** One step, with what it is attributed to on the timeline. */
export interface HistoryEntry {
  readonly difference: Difference;
  /** The step between two reports that showed it; null when only the certificates tell of it. */
  readonly step: SourceStep | null;
  /** Deltas that explain it. */
  readonly deltas: readonly FoldStep[];
}

/** Without a change: nobody signed for it. */
interface ExplainedStep {
  readonly step: SourceStep;
  readonly taken: Taken;
}

/**
 * The steps of the expected state and between successive reports of each source. A step that a contributing delta explains
 * is one change with it (with a rebase too, which authorizes nothing), whichever shows it and however many sources saw it; each delta line explains one step of a source.
 */
export function historyOf(foldSteps: readonly FoldStep[], sources: readonly Source[], advance: Advance): History {
  const followed = sources.map((source) => followSource(source, advance));
  const changes = deltaChanges(foldSteps);
  const late = new Set<DeltaChange>();
  const [only, ...others] = followed.map((source) => explain(source, changes, late));
  // One source was followed in the order of receipt.
  const explained =
    others.length === 0
      ? (only ?? [])
      : inTimeOrder([...(only ?? []), ...others.flat()], ({ step }) => instantOf(step.sighting.submission.receivedAt));
  const { listed, repeats } = listSteps(explained, late);
  const certified = listCertified(changes, explained, late);
  // What sources saw is in the order of its receipt, which is its time.
  const entries = certified.length === 0 ? listed : inTimeOrder([...listed, ...certified], ({ difference }) => instantOf(difference.at));
  return { entries, repeats, sources: followed, changes };
}

/** @param late collects the changes that somebody saw before their delta came in */
function explain({ first, steps }: SourceHistory, changes: readonly DeltaChange[], late: Set<DeltaChange>): readonly ExplainedStep[] {
  const allowance = allowanceFor(changes, first);
  for (const change of allowance.shown) if (precedes(first, change)) late.add(change);
  return steps.map((step) => {
    const taken = allowance.take(step.row) ?? NOTHING_TAKEN;
    for (const change of taken.changes) if (precedes(step.sighting, change)) late.add(change);
    return { step, taken };
  });
}

const NOTHING_TAKEN: Taken = { atoms: [], changes: [], exact: true };

/** Another source that saw the same authorized change adds nothing: the first to show it is listed. */
function listSteps(
  explained: readonly ExplainedStep[],
  late: ReadonlySet<DeltaChange>,
): Pick<History, 'repeats'> & { readonly listed: readonly HistoryEntry[] } {
  const told = new Set<DeltaAtom>();
  const listed: HistoryEntry[] = [];
  const repeats: HistoryEntry[] = [];
  for (const each of explained) {
    const { step, taken } = each;
    const { changes, atoms } = taken;
    const isRepeat = atoms.length > 0 && atoms.every((atom) => told.has(atom));
    for (const atom of atoms) told.add(atom);
    const deltas = changes.length === 0 ? NO_DELTAS : [...new Set(changes.map((change) => change.step))];
    (isRepeat ? repeats : listed).push({ difference: differenceOf(each, late), step, deltas });
  }
  return { listed, repeats };
}

const NO_DELTAS: HistoryEntry['deltas'] = [];

function differenceOf({ step, taken: { changes, exact } }: ExplainedStep, late: ReadonlySet<DeltaChange>): Difference {
  const { row, sighting, because } = step;
  return {
    scope: 'history',
    kind: row.kind,
    change: row.change,
    expected: row.before,
    observed: row.after,
    authorization: outcomeOf({ changes, exact, late }),
    because: changes.length === 0 ? because : [...new Set([...changes.map((change) => change.step.delta.judged.sha256), ...because])],
    at: sighting.submission.receivedAt,
    equalBy: row.equalBy,
    indistinguishable: row.indistinguishable,
    serialReadBefore: row.kind === 'serial-unconfirmed',
  };
}

interface Outcome {
  readonly changes: readonly DeltaChange[];
  readonly exact: boolean;
  readonly late: ReadonlySet<DeltaChange>;
}

function outcomeOf({ changes, exact, late }: Outcome): AuthorizationOutcome {
  if (changes.length === 0 || changes.some(({ step }) => !step.authorizes)) return 'unauthorized';
  if (changes.some((change) => late.has(change))) return 'retrospective';
  return exact ? 'authorized-by-delta' : 'authorized-by-model-serial-unproven';
}

/** Changes that no source saw happening: the certificates alone tell of them. */
function listCertified(
  changes: readonly DeltaChange[],
  explained: readonly ExplainedStep[],
  late: ReadonlySet<DeltaChange>,
): readonly HistoryEntry[] {
  const seen = new Set(explained.flatMap(({ taken }) => taken.changes));
  return changes
    .filter((change) => !seen.has(change))
    .map((change): HistoryEntry => {
      const { row, step } = change;
      const { sha256, provenAt } = step.delta.judged;
      const difference: Difference = {
        scope: 'history',
        kind: row.kind,
        change: row.change,
        expected: row.before,
        observed: row.after,
        authorization: outcomeOf({ changes: [change], exact: true, late }),
        because: [sha256],
        at: provenAt,
        equalBy: row.equalBy,
        indistinguishable: row.indistinguishable,
        serialReadBefore: false,
      };
      return { difference, step: null, deltas: [step] };
    });
}
