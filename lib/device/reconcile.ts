import type { ManufacturerAliases } from '#lib/component/aliases.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';
import type { AttestationPolicy, AttestationState } from './attested/attestation-types.ts';
import { attestationStateOf, type JudgedAnswer, judgeAnswers } from './attested/attestations.ts';
import { attestedSightings, bootsOf, logSightings, type SightedBoot } from './attested/boots.ts';
import { enrolledKeysOf } from './attested/enrolled-keys.ts';
import { firmwareAuthorizer } from './attested/firmware-authorization.ts';
import type { AcceptedBoot } from './attested/firmware-sources.ts';
import type { MeasuredFirmware } from './attested/firmware-types.ts';
import { type ForeignResult, foreignResultsOf } from './attested/foreign-results.ts';
import { type MeasuredFiles, measuredFilesOf } from './attested/measured-files.ts';
import { measuredFirmwareOf } from './attested/measured-firmware.ts';
import { conformanceOf } from './comparison/conformance.ts';
import { type History, historyOf } from './comparison/history.ts';
import { sourceProblems } from './comparison/source-problems.ts';
import { identityOf } from './device-facts.ts';
import type { Evidence } from './evidence.ts';
import { chooseBase } from './expected/base-choice.ts';
import { baselineDevice } from './expected/baseline.ts';
import { type Fold, foldCertificates } from './expected/fold.ts';
import { pinSerials } from './expected/pins.ts';
import type { LinkedDocument } from './link/attach.ts';
import type { LinkedGroup } from './link/link.ts';
import type { LinkedDevice } from './link/link-under-policy.ts';
import { type Observed, observeDevice } from './observed/observe.ts';
import { type ReportRulings, ruleOnReports } from './observed/report-policy.ts';
import { makeAdvance } from './observed/running-state.ts';
import type { Policy } from './policy.ts';
import { attestationPolicyFor, NO_ATTESTATION_POLICY } from './statement/attestation-policy.ts';
import type { Statement } from './statement/statement-types.ts';
import type { DeviceStatements } from './statement/statements.ts';
import { compareTimes } from './time.ts';
import type { DeviceDocument, Difference, ExpectedState, Problem } from './types.ts';

/** A device folded, observed and compared: everything but its timeline. */
export interface Reconciled {
  readonly fold: Fold;
  readonly documents: readonly DeviceDocument[];
  readonly reports: ReportRulings;
  readonly observed: Observed;
  /** Acts of handing in evidence of its TPM, in the order of receipt. */
  readonly answers: readonly JudgedAnswer[];
  readonly identity: PlatformIdentity;
  readonly attestation: AttestationState;
  /** What is asked of these answers. */
  readonly attestationPolicy: AttestationPolicy;
  /** Starts that event logs tell, in the order of receipt. */
  readonly boots: readonly SightedBoot[];
  /** What reference values say of the last of them; null without one. */
  readonly firmware: MeasuredFirmware | null;
  readonly files: MeasuredFiles | null;
  readonly results: readonly ForeignResult[];
  readonly expected: ExpectedState;
  readonly history: History;
  /** Conformance first, then history, oldest first. */
  readonly differences: readonly Difference[];
  readonly problems: readonly Problem[];
  /** By which these documents convince. */
  readonly policy: Policy;
}

/** What the answer about one device depends on beside its documents and statements. */
interface DeviceQuestion extends Pick<Evidence, 'policy' | 'issuerPolicy' | 'attestationPolicy' | 'at'>, Pick<LinkedDevice, 'isDevice'> {
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
  { policy, issuerPolicy, attestationPolicy: table = NO_ATTESTATION_POLICY, aliases, isDevice, at }: DeviceQuestion,
): Reconciled {
  const chosen = chooseBase(linked.bases, statements);
  const fold = foldCertificates({ bases: chosen.bases, deltas: linked.deltas });
  const documents = linked.documents.map((document) => deviceDocument(document, fold));
  const root = chosen.bases.find(({ judged }) => fold.contributing.has(judged.read.id));
  const reports = ruleOnReports(documents, { policy: issuerPolicy, platform: root?.document.platform ?? null, isDevice });
  const observed = observeDevice(documents, reports.isRefused);
  const followed = historyOf(fold.steps, observed.sources, makeAdvance(aliases));
  const keys = enrolledKeysOf(linked, statements.all.inForce);
  const identity = identityOf(linked, fold, observed.observations);
  const attestationPolicy = attestationPolicyFor(table, { device: { ...identity, isDevice }, policy, at });
  const answers = judgeAnswers({ documents, keys, policy: attestationPolicy });
  const boots = bootsOf([...logSightings(documents, reports.isRefused), ...attestedSightings(answers)]);
  const learned = acceptedBoots(boots, statements.own);
  const baselines = statements.own.filter((statement) => statement.kind === 'baseline').filter((statement) => !learned.has(statement));
  const certifiedAt = certifiedSince(documents);
  const baselined = baselineDevice({
    baselines,
    statements: statements.all,
    fold,
    certifiedAt,
    sources: observed.sources,
    history: followed,
    aliases,
  });
  const basis = baselined.expected ?? fold.expected;
  const expected = { ...basis, units: pinSerials(basis.units, { sources: observed.sources, aliases }) };
  const { observations, current, sources } = observed;
  const accepted = new Set(expected.basis === 'learned' ? expected.because : []);
  const platform = root?.document.platform ?? null;
  const firmware = measuredFirmwareOf({ documents, boots, platform, accepted, learned: [...learned.values()] });
  const authorize = firmwareAuthorizer(firmware);
  const history = withAuthority(followed, authorize);
  const conformance = conformanceOf({ expected, observed: current, sources, aliases, identity }).map(authorize);
  return {
    fold,
    documents,
    reports,
    observed,
    answers,
    identity,
    attestation: attestationStateOf(answers, keys),
    attestationPolicy,
    boots,
    firmware,
    files: measuredFilesOf({ answers, documents, platform, accepted }),
    results: foreignResultsOf(documents, { freshnessDays: policy.freshnessDays, isRefused: reports.isRefused }),
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
    policy,
  };
}

/** What nothing more is said of stays the object that it is: there may be tens of thousands. */
const withAuthority = (history: History, authorize: (difference: Difference) => Difference): History => ({
  ...history,
  entries: history.entries.map((entry) => {
    const difference = authorize(entry.difference);
    return difference === entry.difference ? entry : { ...entry, difference };
  }),
});

/** Baselines that name a log: its boot is accepted as it should be, by the author and a second person. */
function acceptedBoots(boots: readonly SightedBoot[], own: readonly Statement[]): ReadonlyMap<Statement, AcceptedBoot> {
  const bySubmission = new Map(boots.flatMap((boot) => boot.sightings.map(({ submission }) => [submission.id, boot] as const)));
  return new Map(
    own.flatMap((statement) => {
      const boot = statement.kind === 'baseline' ? bySubmission.get(statement.submission) : undefined;
      return boot === undefined ? [] : [[statement, { boot, acceptedBy: statement.author, reason: statement.reason }] as const];
    }),
  );
}

function deviceDocument(
  { sha256, read, submissions, provenAt, checks, trusted, ground, parts, ofModels }: LinkedDocument,
  { contributing }: Fold,
): DeviceDocument {
  const document = { sha256, read, submissions, provenAt, checks, trusted, contributes: contributing.has(read.id), ground };
  return { ...document, ...(parts === undefined ? {} : { parts }), ...(ofModels === undefined ? {} : { ofModels }) };
}

function certifiedSince(documents: readonly DeviceDocument[]): string | null {
  const times = documents.filter(({ contributes }) => contributes).map(({ provenAt }) => provenAt);
  return times.sort(compareTimes)[0] ?? null;
}
