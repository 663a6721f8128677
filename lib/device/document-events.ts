import { describeDocument } from '#lib/artifact/describe.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { answerTeller, withBoot } from './attestation-events.ts';
import { bootTeller } from './boot-events.ts';
import { changesByText, changesText } from './difference-text.ts';
import { happenedAt } from './documents.ts';
import type { ForeignResult } from './foreign-results.ts';
import type { HistoryEntry } from './history.ts';
import { POLICY_CHECK } from './policy-rulings.ts';
import { PREDECESSOR_GROUNDS } from './predecessor-ground.ts';
import type { Reconciled } from './reconcile.ts';
import type { Report } from './reports.ts';
import { resultEvent } from './result-events.ts';
import type { AuthorizationOutcome, DeviceDocument, Difference, Submission, TimelineEvent } from './types.ts';

type Told = Pick<TimelineEvent, 'lane' | 'kind' | 'title'> & Partial<Pick<TimelineEvent, 'facts' | 'differences' | 'trusted'>>;

/** One event for every act of handing in a document of the device. What several acts have in common is made once for all of them. */
export function documentEvents(reconciled: Reconciled): readonly TimelineEvent[] {
  const told = changesByCause(reconciled);
  return reconciled.documents.flatMap((document) => {
    const tell = teller(document, { told, reconciled });
    const idOf = idsOf(document);
    return document.submissions.map((submission, index): TimelineEvent => {
      const { lane, kind, title, trusted = null, facts = NO_FACTS, differences = NO_DIFFERENCES } = tell(submission, index > 0);
      const { receivedAt, submittedBy, sha256 } = submission;
      const at = trusted === false ? receivedAt : happenedAt(submission, document.read);
      return {
        id: idOf(submission),
        at,
        receivedAt,
        lane,
        kind,
        title,
        facts,
        sha256,
        statement: null,
        by: submittedBy,
        trusted,
        differences,
      };
    });
  });
}

const NO_FACTS: TimelineEvent['facts'] = {};
const NO_DIFFERENCES: TimelineEvent['differences'] = [];

/** One act and one document make one event: one digest serves all acts with the same bytes. */
function idsOf({ read }: DeviceDocument): (submission: Submission) => string {
  const endings = new Map<string, string>();
  return ({ id, sha256 }) => {
    const ending = endings.get(sha256) ?? sha256Hex(JSON.stringify([read.id, read.offset, sha256]));
    endings.set(sha256, ending);
    return `${id}-${ending}`;
  };
}

type Teller = (submission: Submission, isRepeat: boolean) => Told;

/** Tells what each act of handing in a document says. */
function teller(document: DeviceDocument, { told, reconciled }: Telling): Teller {
  const report = told.reports.get(document);
  const changes = told.bySighting.get(document);
  const observation = report === undefined ? undefined : observationTeller(report);
  const content = document.read.document;
  const result = told.results.get(document.read.id);
  const trusted = trustedOf(document, result);
  return (submission, isRepeat) => {
    if (content?.kind === 'attestation-result') return { ...resultEvent(content, { result, isRepeat }), trusted };
    const why = reconciled.reports.whyRefused(document, submission);
    if (why !== null) return { ...refusedReport(document, why), trusted };
    const answer = told.answerOf(document, submission);
    const boot = told.bootOf(document, submission);
    if (answer !== null) return withBoot(answer, boot);
    if (boot !== null) return boot;
    if (observation !== undefined) return observation(changes?.get(submission) ?? [], isRepeat);
    return { ...certificateEvent({ document, isRepeat, told, reconciled }), trusted };
  };
}

/** Null where trust is no question, because nobody signs such documents. */
function trustedOf(document: DeviceDocument, result: ForeignResult | undefined): boolean | null {
  if (result !== undefined) return result.standing === 'declared' ? null : result.standing === 'trusted';
  return isCertificate(document) || document.read.kind === 'reference-manifest' ? document.trusted : null;
}

interface Telling {
  readonly told: Causes;
  readonly reconciled: Reconciled;
}

interface Causes {
  /** Of documents that some source reported. */
  readonly reports: ReadonlyMap<DeviceDocument, Report>;
  /** What changed where a document was handed in. */
  readonly bySighting: ReadonlyMap<DeviceDocument, ReadonlyMap<Submission, readonly HistoryEntry[]>>;
  /** By document id of the delta. */
  readonly byDelta: ReadonlyMap<string, readonly Difference[]>;
  readonly bootOf: ReturnType<typeof bootTeller>;
  /** By document id. */
  readonly results: ReadonlyMap<string, ForeignResult>;
  readonly answerOf: ReturnType<typeof answerTeller>;
}

function changesByCause({ history, observed, boots, answers, results }: Reconciled): Causes {
  const reports = new Map<DeviceDocument, Report>();
  for (const { sightings } of observed.sources) for (const { report } of sightings) reports.set(report.document, report);
  const bySighting = new Map<DeviceDocument, Map<Submission, HistoryEntry[]>>();
  const byDelta = new Map<string, Difference[]>();
  for (const entry of [...history.entries, ...history.repeats]) {
    if (entry.step === null) continue;
    const { submission, report } = entry.step.sighting;
    const known = bySighting.get(report.document) ?? new Map<Submission, HistoryEntry[]>();
    bySighting.set(report.document, known);
    push(known, submission, entry);
  }
  for (const entry of history.entries) for (const { delta } of entry.deltas) push(byDelta, delta.judged.read.id, entry.difference);
  return {
    reports,
    bySighting,
    byDelta,
    bootOf: bootTeller(boots),
    answerOf: answerTeller(answers),
    results: new Map(results.map((result) => [result.documentId, result])),
  };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** Tells what one report shows, and the same again where nothing changed. */
function observationTeller(report: Report): (entries: readonly HistoryEntry[], isRepeat: boolean) => Told {
  const inventory = report.document.read.kind === 'inventory';
  const kind = { lane: inventory ? 'observation' : 'bom', kind: inventory ? 'inventory' : 'hardware-bom' } as const;
  const text = listText(report);
  const factsWith = (changes: number) => ({ collector: report.collector, parts: report.units.length, changes });
  const first: Told = { ...kind, facts: factsWith(0), title: text };
  const again: Told = { ...first, title: `The same file handed in again: ${text}` };
  return (entries, isRepeat) => {
    if (entries.length === 0) return isRepeat ? again : first;
    const differences = entries.map(({ difference }) => difference);
    const title = `${changesText(differences)}: ${signedBy(differences)}${isRepeat ? '; the same file handed in again' : ''}`;
    return { ...kind, facts: factsWith(differences.length), differences, title };
  };
}

function listText(report: Report): string {
  const kind = report.document.read.kind === 'inventory' ? 'Inventory' : 'BOM';
  return visibleText(`${kind} by ${report.collector} lists ${counted(report.units.length, 'part')}${measuredText(report)}`);
}

/** Digests and registers in an inventory are told as what they are. */
function measuredText({ document: { read } }: Report): string {
  const count = read.document?.kind === 'inventory' ? read.document.measurements.length : 0;
  return count === 0 ? '' : ` and reports ${counted(count, 'digest')}, not attested`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const SIGNED: readonly AuthorizationOutcome[] = [
  'authorized-by-delta',
  'authorized-by-reference-value',
  'authorized-by-model-serial-unproven',
  'authorized-exact',
  'authorized-time-unproven',
];

const isByReferenceValue = ({ authorization }: Difference): boolean => authorization === 'authorized-by-reference-value';

function signedBy(differences: readonly Difference[]): string {
  const open = differences.filter(({ authorization }) => authorization === null || !SIGNED.includes(authorization));
  if (open.length === 0) return differences.every(isByReferenceValue) ? 'as a signed reference value says' : 'as a delta certificate says';
  if (open.every(({ authorization }) => authorization === 'retrospective')) return 'signed for only after it was seen';
  return open.length === differences.length ? 'nobody signed for this' : `nobody signed for ${open.length} of them`;
}

/** A report that the table of who may say what keeps from being an observation. */
function refusedReport(document: DeviceDocument, why: string): Told {
  const kind = document.read.kind === 'inventory' ? 'inventory' : 'hardware-bom';
  return { lane: laneOf(document), kind, title: `${plainTitle(document)}; it is no observation: ${why}` };
}

interface Certifying extends Telling {
  readonly document: DeviceDocument;
  readonly isRepeat: boolean;
}

function certificateEvent({ document, isRepeat, told, reconciled }: Certifying): Told {
  if (isRepeat) {
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
  if (problem.kind === 'delta-missing-predecessor') return `the certificate that it continues ${PREDECESSOR_GROUNDS[problem.ground]}`;
  return 'detail' in problem ? problem.detail.replace(/\.$/, '') : (PROBLEMS[problem.kind] ?? problem.kind);
}

const DECIDING: readonly string[] = ['signature', 'chain', 'validity', 'holder', 'revocation', 'readable', POLICY_CHECK];
const PROBLEMS: Readonly<Record<string, string>> = {
  'base-conflict': 'two base certificates contradict each other',
  'base-missing': 'the base certificate is not at hand',
  'delta-forked': 'several deltas continue the same certificate',
};

const isCertificate = ({ read }: DeviceDocument): boolean => read.kind.endsWith('certificate');

function laneOf(document: DeviceDocument): TimelineEvent['lane'] {
  if (isCertificate(document)) return 'certificate';
  if (document.read.kind.startsWith('tpm-') || document.read.kind.startsWith('attestation-')) return 'attestation';
  return document.read.kind === 'cyclonedx-bom' ? 'bom' : 'observation';
}

/** Kinds of which it is told why one doesn't convince. */
const SIGNED_KINDS: readonly DeviceDocument['read']['kind'][] = ['endorsement-key-certificate', 'reference-manifest'];

function plainTitle({ read, trusted, checks }: DeviceDocument): string {
  const text = describeDocument(read);
  const title = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  if (read.document === undefined) return `A file that can't be read: ${text}`;
  const open = checks.find(({ status, id }) => status !== 'pass' && status !== 'not-applicable' && DECIDING.includes(id));
  return trusted || open === undefined || !SIGNED_KINDS.includes(read.kind)
    ? title
    : `${title}; it doesn't convince: ${visibleText(open.detail)}`;
}
