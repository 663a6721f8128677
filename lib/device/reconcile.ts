import type { ManufacturerAliases } from '#lib/component/aliases.ts';
import { chooseBase } from './base-choice.ts';
import { baselineDevice } from './baseline.ts';
import { bootsOf, logSightings, type SightedBoot } from './boots.ts';
import { conformanceOf } from './conformance.ts';
import { type Fold, foldCertificates } from './fold.ts';
import { type History, historyOf } from './history.ts';
import type { LinkedDocument, LinkedGroup } from './link.ts';
import type { LinkedDevice } from './link-under-policy.ts';
import { type Observed, observeDevice } from './observe.ts';
import { pinSerials } from './pins.ts';
import { type ReportRulings, ruleOnReports } from './report-policy.ts';
import { makeAdvance } from './running-state.ts';
import { sourceProblems } from './source-problems.ts';
import type { StatementsInForce } from './statements.ts';
import { compareTimes } from './time.ts';
import type { DeviceDocument, Difference, Evidence, ExpectedState, Problem, Statement } from './types.ts';

/** A device folded, observed and compared: everything but its timeline. */
export interface Reconciled {
  readonly fold: Fold;
  readonly documents: readonly DeviceDocument[];
  readonly reports: ReportRulings;
  readonly observed: Observed;
  /** Starts that event logs tell, in the order of receipt. */
  readonly boots: readonly SightedBoot[];
  readonly expected: ExpectedState;
  readonly history: History;
  /** Conformance first, then history, oldest first. */
  readonly differences: readonly Difference[];
  readonly problems: readonly Problem[];
}

/** What is said about one device, beside everything that is in force. */
export interface DeviceStatements {
  readonly own: readonly Statement[];
  readonly all: StatementsInForce;
}

/** What the answer about one device depends on beside its documents and statements. */
interface DeviceQuestion extends Pick<Evidence, 'policy' | 'issuerPolicy' | 'at'>, Pick<LinkedDevice, 'isDevice'> {
  /** In force at the instant asked about. */
  readonly aliases: ManufacturerAliases;
}

/**
 * Folds, observes and compares one device. The two comparisons are never mixed.
 * @param statements.own  those in force
 */
export function reconcileDevice(
  linked: LinkedGroup,
  statements: DeviceStatements,
  { policy, issuerPolicy, aliases, isDevice, at }: DeviceQuestion,
): Reconciled {
  const chosen = chooseBase(linked.bases, statements);
  const fold = foldCertificates({ bases: chosen.bases, deltas: linked.deltas });
  const documents = linked.documents.map((document) => deviceDocument(document, fold));
  const root = chosen.bases.find(({ judged }) => fold.contributing.has(judged.read.id));
  const reports = ruleOnReports(documents, { policy: issuerPolicy, platform: root?.document.platform ?? null, isDevice });
  const observed = observeDevice(documents, reports.isRefused);
  const history = historyOf(fold.steps, observed.sources, makeAdvance(aliases));
  const baselines = statements.own.filter((statement) => statement.kind === 'baseline');
  const certifiedAt = certifiedSince(documents);
  const baselined = baselineDevice({
    baselines,
    statements: statements.all,
    fold,
    certifiedAt,
    sources: observed.sources,
    history,
    aliases,
  });
  const basis = baselined.expected ?? fold.expected;
  const expected = { ...basis, units: pinSerials(basis.units, { sources: observed.sources, aliases }) };
  const { observations, current, sources } = observed;
  const conformance = conformanceOf({ expected, observed: current, sources, aliases });
  return {
    fold,
    documents,
    reports,
    observed,
    boots: bootsOf(logSightings(documents, reports.isRefused)),
    expected,
    history,
    differences: [...conformance, ...history.entries.map(({ difference }) => difference)],
    problems: [
      ...linked.problems,
      ...chosen.problems,
      ...fold.problems,
      ...reports.problems,
      ...observed.problems,
      ...sourceProblems({ history, expected, observations, current, aliases, freshnessDays: policy.freshnessDays, at }),
      ...baselined.problems,
    ],
  };
}

function deviceDocument(
  { sha256, read, submissions, provenAt, checks, trusted, ground }: LinkedDocument,
  { contributing }: Fold,
): DeviceDocument {
  return { sha256, read, submissions, provenAt, checks, trusted, contributes: contributing.has(read.id), ground };
}

function certifiedSince(documents: readonly DeviceDocument[]): string | null {
  const times = documents.filter(({ contributes }) => contributes).map(({ provenAt }) => provenAt);
  return times.sort(compareTimes)[0] ?? null;
}
