import type { Submission } from '../submission-types.ts';
import { compareTexts, instantOf, inTimeOrder } from '../time.ts';
import type { DeviceDocument, Observation, Problem } from '../types.ts';
import { bomVersionProblems } from './bom-versions.ts';
import type { ReportRulings } from './report-policy.ts';
import { type Report, reportOf } from './reports.ts';

/** One act of handing in a report. */
export interface Sighting {
  readonly submission: Submission;
  readonly report: Report;
}

/** One submitter with one collector: its newer reports replace its older ones, and nobody else's. */
export interface Source {
  readonly name: string;
  /** In the order in which they were received; never empty. */
  readonly sightings: readonly Sighting[];
}

/** What the sources of a device saw. */
export interface Observed {
  readonly sources: readonly Source[];
  /** The latest of each source, newest first. */
  readonly observations: readonly Observation[];
  /** The one that conformance compares with: the newest of the strongest. */
  readonly current: Observation | null;
  readonly problems: readonly Problem[];
}

/**
 * Sorts a device's reports by source. A report is read once, however often it was handed in.
 * The order is that of receipt; what a submitter says about the time breaks ties and nothing else.
 * @param isRefused whether the table of who may say what keeps an act of handing in from being an observation
 */
export function observeDevice(documents: readonly DeviceDocument[], isRefused: ReportRulings['isRefused'] = () => false): Observed {
  const sources = sourcesOf(documents, isRefused);
  const latest = sources.map(latestOf).sort(compareObservations);
  const current = [...latest].sort((a, b) => b.strength - a.strength || compareObservations(a, b))[0];
  return {
    sources,
    observations: latest,
    current: current ?? null,
    problems: [...sources.flatMap(orderUnknown), ...bomVersionProblems(documents, isRefused)],
  };
}

function sourcesOf(documents: readonly DeviceDocument[], isRefused: ReportRulings['isRefused']): readonly Source[] {
  const byName = new Map<string, Sighting[]>();
  for (const document of documents) {
    const report = reportOf(document);
    if (report === null) continue;
    let by: string | undefined;
    let sightings: Sighting[] = [];
    for (const submission of document.submissions) {
      if (isRefused(document, submission)) continue;
      if (submission.submittedBy !== by) sightings = sightingsOf(byName, `${submission.submittedBy} / ${report.collector}`);
      by = submission.submittedBy;
      sightings.push({ submission, report });
    }
  }
  return [...byName].map(([name, sightings]) => ({ name, sightings: inOrder(sightings) })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function sightingsOf(byName: Map<string, Sighting[]>, name: string): Sighting[] {
  const sightings = byName.get(name) ?? [];
  byName.set(name, sightings);
  return sightings;
}

function inOrder(sightings: readonly Sighting[]): readonly Sighting[] {
  return inTimeOrder(
    sightings,
    ({ submission }) => instantOf(submission.receivedAt),
    (a, b) => instantsOf(a).said - instantsOf(b).said || compareTexts(a.submission.id, b.submission.id),
  );
}

/** Without a time of observation nothing is said: it counts as the time of receipt. */
function instantsOf({ submission: { receivedAt, observedAt } }: Sighting): { readonly received: number; readonly said: number } {
  const received = instantOf(receivedAt);
  return { received, said: observedAt === null ? received : Math.min(instantOf(observedAt), received) };
}

function latestOf({ name, sightings }: Source): Observation {
  const last = sightings.at(-1);
  if (last === undefined) throw new Error('a source without a report');
  return observationOf(last, name);
}

/** A sighting as pages and rules see it. */
export function observationOf({ submission, report }: Sighting, source: string): Observation {
  const { document, collector, units, coverage, strength } = report;
  return { submission, document, source, collector, units, coverage, strength };
}

const compareObservations = (a: Observation, b: Observation): number =>
  instantOf(b.submission.receivedAt) - instantOf(a.submission.receivedAt) || (a.source < b.source ? -1 : Number(a.source > b.source));

/** Reports that came last at one instant, differ, and say nothing about their order. An earlier tie is settled by what came after. */
function orderUnknown({ name, sightings }: Source): readonly Problem[] {
  const last = sightings.at(-1);
  if (last === undefined) return [];
  const end = instantsOf(last);
  const before = sightings.findLastIndex((sighting) => {
    const { received, said } = instantsOf(sighting);
    return received !== end.received || said !== end.said;
  });
  const tied = sightings.slice(before + 1);
  const byDigest = new Map(tied.map(({ report }) => [report.digest, report.document.sha256]));
  if (byDigest.size < 2) return [];
  const detail = `${byDigest.size} different reports of ${name} were received at one instant, and nothing tells which is the newest.`;
  return [{ kind: 'order-unknown', because: [...byDigest.values()].sort(), detail }];
}
