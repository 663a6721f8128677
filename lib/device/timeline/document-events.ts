import { describeDocument } from '#lib/artifact/describe.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import { REFERENCE_ROLE } from '../attested/boots.ts';
import type { ForeignResult } from '../attested/foreign-results.ts';
import { changesByText, changesText, counted, signedBy } from '../comparison/difference-text.ts';
import { type Told, tellReport } from '../comparison/told.ts';
import { happeningOf } from '../documents.ts';
import { POLICY_CHECK } from '../link/policy-check.ts';
import type { Report } from '../observed/reports.ts';
import type { Reconciled } from '../reconcile.ts';
import type { Submission } from '../submission-types.ts';
import type { DeviceDocument, Difference } from '../types.ts';
import { answerTeller, withBoot } from './attestation-events.ts';
import { bootTeller } from './boot-events.ts';
import { actIds, answeringActs, type PassingActs, RESUBMISSION } from './repeats.ts';
import { resultEvent } from './result-events.ts';
import type { TimelineEvent } from './timeline-types.ts';
import { decidingCheck, whyNot } from './why-not.ts';

/** What was handed in for a device: events that stand alone, and acts that passed and changed nothing, of which runs are told as one. */
export interface DocumentEvents {
  readonly events: readonly TimelineEvent[];
  readonly passing: readonly PassingActs[];
}

/** Tells every act of handing in a document of the device. What several acts have in common is made once for all of them. */
export function documentEvents(reconciled: Reconciled): DocumentEvents {
  const told = changesByCause(reconciled);
  const answering = answeringActs(reconciled.documents);
  const events: TimelineEvent[] = [];
  const passing: PassingActs[] = [];
  for (const document of reconciled.documents) {
    const tell = teller(document, { told, reconciled });
    const changes = told.bySighting.get(document);
    const eventOf = eventMaker(document, changes);
    const [first] = document.submissions;
    const acts: Submission[] = [];
    let passed: Told | undefined;
    for (const submission of document.submissions) {
      // The answer that holds the certificate again has its own event.
      if (submission !== first && isCertificate(document) && answering.has(submission.id)) continue;
      const telling = tell(submission, submission !== first);
      if (telling.subject !== undefined) passed ??= telling;
      if (telling.subject !== undefined && telling.subject === passed?.subject) acts.push(submission);
      else events.push(eventOf(submission, telling));
    }
    const event = (submission: Submission) => eventOf(submission, tell(submission, submission !== first));
    if (passed?.subject !== undefined) passing.push({ document, acts, subject: passed.subject, kind: passed.kind, event });
  }
  return { events, passing };
}

/** Makes the event of an act from what is told of it. */
function eventMaker({ read }: DeviceDocument, changes: Changes | undefined): (submission: Submission, told: Told) => TimelineEvent {
  const idOf = actIds(read);
  const happened = happeningOf(read);
  return (
    submission,
    { lane, kind, title, trusted = null, facts = NO_FACTS, differences = changes?.get(submission) ?? NO_DIFFERENCES },
  ) => {
    const { receivedAt, submittedBy, sha256 } = submission;
    const at = trusted === false || kind === RESUBMISSION ? receivedAt : happened(submission);
    const id = idOf(submission);
    return { id, at, receivedAt, lane, kind, title, facts, sha256, statement: null, by: submittedBy, trusted, differences, repeats: null };
  };
}

/** What changed where a document was handed in. */
type Changes = ReadonlyMap<Submission, readonly Difference[]>;

const NO_FACTS: TimelineEvent['facts'] = {};
const NO_DIFFERENCES: TimelineEvent['differences'] = [];

type Teller = (submission: Submission, isRepeat: boolean) => Told;

/** Tells what each act of handing in a document says. */
function teller(document: DeviceDocument, { told, reconciled }: Telling): Teller {
  const report = told.reports.get(document);
  const changes = told.bySighting.get(document);
  const observation = report === undefined ? undefined : tellReport(report);
  const content = document.read.document;
  const result = told.results.get(document.read.id);
  const trusted = trustedOf(document, result);
  return (submission, isRepeat) => {
    if (content?.kind === 'attestation-result') return { ...resultEvent(content, { result, isRepeat }), trusted };
    const why = reconciled.reports.whyRefused(document, submission);
    if (why !== null) return { ...refusedReport(document, { why, reconciled }), trusted };
    const answer = told.answerOf(document, submission);
    const boot = told.bootOf(document, submission);
    if (answer !== null) return withBoot(answer, boot);
    if (boot !== null) return boot;
    if (isSupportFile(document, submission)) return supportFileEvent(document);
    if (observation !== undefined) return observation(changes?.get(submission) ?? NO_DIFFERENCES, isRepeat);
    return { ...certificateEvent({ document, isRepeat, told, reconciled }), trusted };
  };
}

/** Null where trust is no question, because nobody signs such documents. */
function trustedOf(document: DeviceDocument, result: ForeignResult | undefined): boolean | null {
  if (result !== undefined) return result.standing === 'declared' ? null : result.standing === 'trusted';
  return isJudged(document) ? document.trusted : null;
}

interface Telling {
  readonly told: Causes;
  readonly reconciled: Reconciled;
}

interface Causes {
  /** Of documents that some source reported. */
  readonly reports: ReadonlyMap<DeviceDocument, Report>;
  readonly bySighting: ReadonlyMap<DeviceDocument, Changes>;
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
  const bySighting = new Map<DeviceDocument, Map<Submission, Difference[]>>();
  const byDelta = new Map<string, Difference[]>();
  for (const { document } of reports.values()) bySighting.set(document, new Map());
  for (const entries of [history.entries, history.repeats]) {
    entries.forEach(({ step, difference }) => {
      const known = step === null ? undefined : bySighting.get(step.sighting.report.document);
      if (step !== null && known !== undefined) push(known, step.sighting.submission, difference);
    });
  }
  history.entries.forEach(({ deltas, difference }) => {
    if (deltas.length > 0) for (const { delta } of deltas) push(byDelta, delta.judged.read.id, difference);
  });
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

/** A report that the table of who may say what keeps from being an observation. */
function refusedReport(document: DeviceDocument, { why, reconciled }: { readonly why: string; readonly reconciled: Reconciled }): Told {
  const kind = document.read.kind === 'inventory' ? 'inventory' : 'hardware-bom';
  return { lane: laneOf(document), kind, title: `${plainTitle(document, reconciled)}; it is no observation: ${why}` };
}

/** A log that says how a start should be: of the model, or handed in as a reference. */
const isSupportFile = ({ read, ground }: DeviceDocument, { role }: Submission): boolean =>
  read.document?.kind === 'tpm-event-log' && (ground === 'platform-model' || role === REFERENCE_ROLE);

const supportFileEvent = ({ read }: DeviceDocument): Told => ({
  lane: 'attestation',
  kind: 'support-file',
  title: `Support file of a reference manifest, no start of this device: ${describeDocument(read)}`,
});

interface Certifying extends Telling {
  readonly document: DeviceDocument;
  readonly isRepeat: boolean;
}

function certificateEvent({ document, isRepeat, told, reconciled }: Certifying): Told {
  if (isRepeat) {
    const again = {
      lane: laneOf(document),
      kind: RESUBMISSION,
      title: `The same file handed in again: ${describeDocument(document.read)}`,
    };
    return hasFailed(document) ? again : { ...again, subject: `${RESUBMISSION}\n${document.read.id}` };
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
      return { lane: laneOf(document), kind: document.read.kind, title: plainTitle(document, reconciled), facts: policyFact(document) };
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

/** Failures are told one by one, however often the same comes in. */
const hasFailed = (document: DeviceDocument): boolean => document.read.document === undefined || (isJudged(document) && !document.trusted);

const isJudged = (document: DeviceDocument): boolean => isCertificate(document) || document.read.kind === 'reference-manifest';

const isCertificate = ({ read }: DeviceDocument): boolean => read.kind.endsWith('certificate');

function laneOf(document: DeviceDocument): TimelineEvent['lane'] {
  if (isCertificate(document)) return 'certificate';
  const { kind } = document.read;
  if (kind.startsWith('tpm-') || kind.startsWith('attestation-') || kind === 'reference-manifest') return 'attestation';
  return kind === 'cyclonedx-bom' ? 'bom' : 'observation';
}

/** Kinds of which it is told why one doesn't convince. */
const SIGNED_KINDS: readonly DeviceDocument['read']['kind'][] = [
  'endorsement-key-certificate',
  'attestation-key-certificate',
  'reference-manifest',
];

function plainTitle({ read, trusted, checks }: DeviceDocument, { policy }: Reconciled): string {
  const text = describeDocument(read);
  const title = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  if (read.document === undefined) return `A file that can't be read: ${text}`;
  const open = trusted || !SIGNED_KINDS.includes(read.kind) ? undefined : decidingCheck({ read, checks }, policy);
  return open === undefined ? title : `${title}; it doesn't convince: ${visibleText(open.detail)}`;
}
