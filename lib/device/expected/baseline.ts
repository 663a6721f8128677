import type { ManufacturerAliases } from '#lib/component/aliases.ts';
import { compareStates, type StatePair } from '../comparison/compare.ts';
import type { History } from '../comparison/history.ts';
import type { Sighting, Source } from '../observed/observe.ts';
import type { Statement } from '../statement/statement-types.ts';
import { inForceSince, type StatementsInForce } from '../statement/statements.ts';
import { compareTimes } from '../time.ts';
import type { DifferenceKind, ExpectedState, Problem, StateUnit } from '../types.ts';
import type { Fold } from './fold.ts';

type BaselineStatement = Extract<Statement, { readonly kind: 'baseline' }>;

/** What baselining rests on. */
export interface BaselineQuestion {
  /** Baselines of this device in force. */
  readonly baselines: readonly BaselineStatement[];
  readonly statements: StatementsInForce;
  readonly fold: Fold;
  /** When the first contributing certificate was handed in; null without one. */
  readonly certifiedAt: string | null;
  readonly sources: readonly Source[];
  readonly history: History;
  readonly aliases: ManufacturerAliases;
}

/** A learned expectation, or null, and the baselines that count for nothing. */
export interface Baselined {
  readonly expected: ExpectedState | null;
  readonly problems: readonly Problem[];
}

/**
 * Takes an observation that two people accepted as what the device holds: *learned*, never certified. Only for a device
 * without a contributing certificate and without open differences, so that a baseline never covers a change up.
 */
export function baselineDevice(question: BaselineQuestion): Baselined {
  const since = (statement: BaselineStatement): string => inForceSince(statement, question.statements);
  let expected: ExpectedState | null = null;
  const problems: Problem[] = [];
  for (const statement of [...question.baselines].sort((a, b) => compareTimes(since(a), since(b)))) {
    const sighting = findSighting(question.sources, statement.submission);
    const reason = voidReason({ question, sighting, since: since(statement), before: expected });
    if (reason === null && sighting !== undefined) expected = learnedState(sighting);
    else if (reason !== null)
      problems.push({ kind: 'statement-void', because: [sighting?.report.document.sha256 ?? statement.id], detail: reason });
  }
  return { expected: question.fold.expected.basis === 'none' ? expected : null, problems };
}

function findSighting(sources: readonly Source[], submission: string): Sighting | undefined {
  return sources.flatMap(({ sightings }) => sightings).find((sighting) => sighting.submission.id === submission);
}

interface Candidate {
  readonly question: BaselineQuestion;
  readonly sighting: Sighting | undefined;
  readonly since: string;
  readonly before: ExpectedState | null;
}

/** Why a baseline counts for nothing; null when it counts, or when a certificate that came later took its place. */
function voidReason({ question, sighting, since, before }: Candidate): string | null {
  if (sighting === undefined) return 'The baseline names a submission that is no observation of this device; it counts for nothing.';
  if (question.fold.expected.basis === 'conflict')
    return "The base certificates of this device contradict each other; a baseline can't settle that.";
  if (question.certifiedAt !== null && compareTimes(question.certifiedAt, since) <= 0) {
    return 'Certificates already say what this device should hold, so the baseline counts for nothing.';
  }
  const open =
    openDifferences(question.history, since) +
    (before === null ? 0 : changesBetween({ before: before.units, after: sighting.report.units, aliases: question.aliases }));
  if (open === 0) return null;
  return `${open} ${open === 1 ? 'difference was' : 'differences were'} open when the baseline was approved, so it counts for nothing; accept the earlier observation instead, or explain what changed.`;
}

/** What makes no part another part. */
const HARMLESS: readonly DifferenceKind[] = ['same', 'component-moved', 'attribute-only'];

function openDifferences({ entries }: History, since: string): number {
  return entries.filter(
    ({ difference: { authorization, kind, at } }) =>
      authorization === 'unauthorized' && !HARMLESS.includes(kind) && compareTimes(at, since) <= 0,
  ).length;
}

const changesBetween = (pair: StatePair): number => compareStates(pair).filter(({ kind }) => !HARMLESS.includes(kind)).length;

function learnedState({ report }: Sighting): ExpectedState {
  const units = report.units.map((unit): StateUnit => ({ ...unit, provenance: { ...unit.provenance, by: 'baseline', label: 'learned' } }));
  return { basis: 'learned', units, properties: [], because: [report.document.sha256] };
}
