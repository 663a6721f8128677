import { describeDocument } from '#lib/artifact/describe.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { changesByText, changesText } from './difference-text.ts';
import { happenedAt } from './documents.ts';
import type { HistoryEntry } from './history.ts';
import type { Sighting } from './observe.ts';
import { POLICY_CHECK } from './policy-rulings.ts';
import type { Reconciled } from './reconcile.ts';
import { timelineEvent } from './timeline-events.ts';
import type { AuthorizationOutcome, DeviceDocument, Difference, Submission, TimelineEvent } from './types.ts';

type Told = Pick<TimelineEvent, 'lane' | 'kind' | 'title'> & Partial<Pick<TimelineEvent, 'facts' | 'differences'>>;

/** One event for every act of handing in a document of the device. */
export function documentEvents(reconciled: Reconciled): readonly TimelineEvent[] {
  const told = changesByCause(reconciled);
  return reconciled.documents.flatMap((document) => {
    const sightings = told.sightings.get(document) ?? new Map<string, Sighting>();
    return document.submissions.map((submission, index) => {
      const repeat = document.submissions.slice(0, Math.min(index, 1))[0];
      const sighting = sightings.get(submission.id);
      const event =
        sighting === undefined
          ? (refusedReport(document, submission, reconciled) ?? certificateEvent({ document, submission, repeat, told, reconciled }))
          : observationEvent({ sighting, repeat, entries: told.bySighting.get(sighting) ?? [] });
      const trusted = sighting === undefined && isCertificate(document) ? document.trusted : null;
      const said = trusted === false ? submission.receivedAt : happenedAt(submission, document.read);
      return timelineEvent({
        ...event,
        at: said,
        receivedAt: submission.receivedAt,
        by: submission.submittedBy,
        sha256: submission.sha256,
        trusted,
        seed: `${submission.id} ${document.read.id} ${document.read.offset}`,
      });
    });
  });
}

interface Causes {
  readonly sightings: ReadonlyMap<DeviceDocument, ReadonlyMap<string, Sighting>>;
  readonly bySighting: ReadonlyMap<Sighting, readonly HistoryEntry[]>;
  /** By document id of the delta. */
  readonly byDelta: ReadonlyMap<string, readonly Difference[]>;
}

function changesByCause({ history, observed }: Reconciled): Causes {
  const sightings = new Map<DeviceDocument, Map<string, Sighting>>();
  for (const sighting of observed.sources.flatMap((source) => source.sightings)) {
    const { document } = sighting.report;
    const known = sightings.get(document) ?? new Map<string, Sighting>();
    sightings.set(document, known.set(sighting.submission.id, sighting));
  }
  const bySighting = new Map<Sighting, HistoryEntry[]>();
  const byDelta = new Map<string, Difference[]>();
  for (const entry of [...history.entries, ...history.repeats]) {
    if (entry.step !== null) push(bySighting, entry.step.sighting, entry);
  }
  for (const entry of history.entries) for (const { delta } of entry.deltas) push(byDelta, delta.judged.read.id, entry.difference);
  return { sightings, bySighting, byDelta };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

interface Observing {
  readonly sighting: Sighting;
  /** The first act of handing in the same document, when this is a later one. */
  readonly repeat: Submission | undefined;
  readonly entries: readonly HistoryEntry[];
}

function observationEvent({ sighting, repeat, entries }: Observing): Told {
  const { report } = sighting;
  const inventory = report.document.read.kind === 'inventory';
  const differences = entries.map(({ difference }) => difference);
  const again = repeat === undefined ? '' : 'the same file handed in again';
  const facts = { collector: report.collector, parts: report.units.length, changes: differences.length };
  const told = { lane: inventory ? 'observation' : 'bom', kind: inventory ? 'inventory' : 'hardware-bom', differences, facts } as const;
  if (differences.length > 0)
    return { ...told, title: `${changesText(differences)}: ${signedBy(differences)}${again === '' ? '' : `; ${again}`}` };
  if (repeat !== undefined) return { ...told, title: `The same file handed in again: ${listText(sighting)}` };
  return { ...told, title: listText(sighting) };
}

const listTexts = new WeakMap<Sighting['report'], string>();

/** Made once for each report: one may be handed in ten thousand times. */
function listText({ report }: Sighting): string {
  const known = listTexts.get(report);
  if (known !== undefined) return known;
  const kind = report.document.read.kind === 'inventory' ? 'Inventory' : 'BOM';
  const text = visibleText(`${kind} by ${report.collector} lists ${counted(report.units.length, 'part')}${measuredText(report)}`);
  listTexts.set(report, text);
  return text;
}

/** Digests and registers in an inventory are told as what they are. */
function measuredText({ document: { read } }: Sighting['report']): string {
  const count = read.document?.kind === 'inventory' ? read.document.measurements.length : 0;
  return count === 0 ? '' : ` and reports ${counted(count, 'digest')}, not attested`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const SIGNED: readonly AuthorizationOutcome[] = [
  'authorized-by-delta',
  'authorized-by-model-serial-unproven',
  'authorized-exact',
  'authorized-time-unproven',
];

function signedBy(differences: readonly Difference[]): string {
  const open = differences.filter(({ authorization }) => authorization === null || !SIGNED.includes(authorization));
  if (open.length === 0) return 'as a delta certificate says';
  if (open.every(({ authorization }) => authorization === 'retrospective')) return 'signed for only after it was seen';
  return open.length === differences.length ? 'nobody signed for this' : `nobody signed for ${open.length} of them`;
}

/** A report that the table of who may say what keeps from being an observation; null for everything else. */
function refusedReport(document: DeviceDocument, submission: Submission, { reports }: Reconciled): Told | null {
  const why = reports.whyRefused(document, submission);
  if (why === null) return null;
  const kind = document.read.kind === 'inventory' ? 'inventory' : 'hardware-bom';
  return { lane: laneOf(document), kind, title: `${plainTitle(document)}; it is no observation: ${why}` };
}

interface Certifying {
  readonly document: DeviceDocument;
  readonly submission: Submission;
  readonly repeat: Submission | undefined;
  readonly told: Causes;
  readonly reconciled: Reconciled;
}

function certificateEvent({ document, repeat, told, reconciled }: Certifying): Told {
  if (repeat !== undefined) {
    return { lane: laneOf(document), kind: 'resubmission', title: `The same file handed in again: ${describeDocument(document.read)}` };
  }
  const content = document.read.document;
  switch (content?.kind) {
    case 'rebase-platform-certificate':
      return rebaseEvent(document, content, { differences: told.byDelta.get(document.read.id) ?? [], reconciled });
    case 'platform-certificate':
      return {
        lane: 'certificate',
        kind: 'base-certificate',
        title: baseTitle(document, content, reconciled),
        facts: { ...factsOf(content), ...policyFact(document) },
      };
    case 'delta-platform-certificate':
      return deltaEvent(document, content, { differences: told.byDelta.get(document.read.id) ?? [], reconciled });
    default:
      return { lane: laneOf(document), kind: document.read.kind, title: plainTitle(document), facts: policyFact(document) };
  }
}

const factsOf = ({ serialNumber, components }: PlatformCertificate) => ({
  certificate: String(serialNumber),
  components: components.length,
});

/** What the table of who may say what says about the certificate, where it says something. */
function policyFact({ checks }: DeviceDocument): Readonly<Record<string, string>> {
  const check = checks.find(({ id }) => id === POLICY_CHECK);
  return check === undefined ? {} : { policy: visibleText(check.detail) };
}

function baseTitle(document: DeviceDocument, base: PlatformCertificate, reconciled: Reconciled): string {
  const lists = `Platform certificate ${base.serialNumber} lists ${counted(base.components.length, 'part')}`;
  const same = reconciled.fold.sameAs.get(document.read.id);
  if (same !== undefined) return `${lists}, the same as certificate ${same.serialNumber}`;
  return document.contributes ? lists : `${lists}, and changes nothing: ${whyNot(document, reconciled)}`;
}

function rebaseEvent(document: DeviceDocument, rebase: PlatformCertificate, { differences, reconciled }: Delta): Told {
  const told = { lane: 'certificate', kind: 'rebase-certificate', facts: { ...factsOf(rebase), ...policyFact(document) } } as const;
  const lists = `Rebase certificate ${rebase.serialNumber} lists ${counted(rebase.components.length, 'part')}`;
  if (!document.contributes) return { ...told, title: `${lists}, and changes nothing: ${whyNot(document, reconciled)}` };
  if (differences.length === 0) return { ...told, title: `${lists} anew` };
  return {
    ...told,
    differences,
    title: `${lists} anew: ${changesText(differences)}, ${differences.some(({ authorization }) => authorization === 'unauthorized') ? 'which nothing authorizes' : signedBy(differences)}`,
  };
}

interface Delta {
  readonly differences: readonly Difference[];
  readonly reconciled: Reconciled;
}

function deltaEvent(document: DeviceDocument, delta: PlatformCertificate, { differences, reconciled }: Delta): Told {
  const facts = { ...factsOf(delta), ...policyFact(document) };
  const told = { lane: 'certificate', kind: 'delta-certificate', facts } as const;
  const name = `delta certificate ${delta.serialNumber}`;
  if (!document.contributes) return { ...told, title: `D${name.slice(1)} changes nothing: ${whyNot(document, reconciled)}` };
  const same = reconciled.fold.sameAs.get(document.read.id);
  if (same !== undefined) return { ...told, title: `D${name.slice(1)} says the same as certificate ${same.serialNumber}` };
  if (differences.length === 0) return { ...told, title: `D${name.slice(1)} applies and changes no part` };
  return { ...told, differences, title: changesByText(differences, name) };
}

/** The first ground for which a certificate takes no part: a problem that names it, else a check. */
function whyNot({ sha256, checks }: DeviceDocument, { fold }: Reconciled): string {
  const open =
    checks.find(({ status, id }) => status === 'fail' && DECIDING.includes(id)) ??
    checks.find(({ status, id }) => status === 'unknown' && DECIDING.includes(id));
  const problem = fold.problems.find(({ because }) => because.includes(sha256));
  if (open !== undefined && problem === undefined) return visibleText(open.detail);
  if (problem === undefined) return "what it continues can't be relied upon";
  return 'detail' in problem ? problem.detail.replace(/\.$/, '') : (PROBLEMS[problem.kind] ?? problem.kind);
}

const DECIDING: readonly string[] = ['signature', 'chain', 'validity', 'holder', 'revocation', 'readable', POLICY_CHECK];
const PROBLEMS: Readonly<Record<string, string>> = {
  'base-conflict': 'two base certificates contradict each other',
  'base-missing': 'the base certificate is not at hand',
  'delta-forked': 'several deltas continue the same certificate',
  'delta-missing-predecessor': 'the certificate that it continues is not at hand, or takes no part itself',
};

const isCertificate = ({ read }: DeviceDocument): boolean => read.kind.endsWith('certificate');

function laneOf(document: DeviceDocument): TimelineEvent['lane'] {
  if (isCertificate(document)) return 'certificate';
  return document.read.kind === 'cyclonedx-bom' ? 'bom' : 'observation';
}

function plainTitle({ read, trusted, checks }: DeviceDocument): string {
  const text = describeDocument(read);
  const title = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  if (read.document === undefined) return `A file that can't be read: ${text}`;
  const open = checks.find(({ status, id }) => status !== 'pass' && status !== 'not-applicable' && DECIDING.includes(id));
  return trusted || open === undefined || read.document.kind !== 'endorsement-key-certificate'
    ? title
    : `${title}; it doesn't convince: ${visibleText(open.detail)}`;
}
