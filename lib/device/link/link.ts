import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import type { PlatformCertificate } from '#lib/platform-cert/types.ts';
import type { Unlinked } from '../device-state.ts';
import type { Evidence } from '../evidence.ts';
import { aliasesAt } from '../statement/alias-table.ts';
import type { Statement } from '../statement/statement-types.ts';
import type { Submission } from '../submission-types.ts';
import type { Problem } from '../types.ts';
import { type Attachable, attach, type LinkedDocument } from './attach.ts';
import { attachResults, isResult } from './attach-results.ts';
import { certificateWord } from './certificate-word.ts';
import { type NamedGroup, nameGroups } from './device-ids.ts';
import { deviceResolver, type ResolveDevice } from './device-references.ts';
import { groupPlatforms } from './group.ts';
import { identityClaims } from './identity-claims.ts';
import type { JudgedDocument, Of, Sorted } from './judged-document.ts';
import { countsByModel, modelReferencesOf } from './link-by-model.ts';
import { certifiedKeyDestination } from './link-certified-keys.ts';
import { type LinkedDelta, linkDeltas, linkRebases, waitsForPredecessor } from './link-deltas.ts';
import { type EvidenceLinking, enrolmentsByKey, evidenceDestination, groupsByEndorsementKey } from './link-evidence.ts';
import {
  type Destination,
  groupsByWeakKey,
  linkStatements,
  namedDestination,
  type ReportLinking,
  reportDestination,
} from './link-reports.ts';
import { enrolmentsByNumbers, type KeyLinking } from './link-results.ts';
import { NOT_AT_HAND, type Predecessor } from './predecessors.ts';
import { authorityReason, deltaReason, revocationReason, unreadReason } from './unlinked-reasons.ts';

/** A device before folding: its documents, what its deltas continue, and what linking noticed. */
export interface LinkedGroup {
  readonly group: NamedGroup;
  readonly bases: readonly Of<PlatformCertificate>[];
  /** Rebases too: each with what it continues. */
  readonly deltas: readonly LinkedDelta[];
  readonly documents: readonly LinkedDocument[];
  readonly problems: readonly Problem[];
}

export interface Links {
  readonly groups: readonly LinkedGroup[];
  readonly unlinked: readonly Unlinked[];
  readonly supporting: readonly Unlinked[];
  /** Finds a device by anything that a statement may call it. */
  readonly resolve: ResolveDevice;
}

interface Draft extends Attachable {
  readonly group: NamedGroup;
  readonly deltas: LinkedDelta[];
  readonly problems: Problem[];
}

/** What linking rests on beside documents and statements. */
type LinkQuestion = Pick<Evidence, 'deviceIds' | 'aliases' | 'at'>;

/**
 * Sorts documents into devices. Strong keys form devices; weak keys, submitters and statements attach to one; the rest waits
 * with its reason. The result doesn't depend on the order in which anything was handed in, but for what the times say.
 * @param inForce statements in force, in order of time
 */
export function linkDocuments(sorted: Sorted, inForce: readonly Statement[], { deviceIds, aliases, at }: LinkQuestion): Links {
  const named = nameGroups(groupPlatforms(sorted), deviceIds);
  const claims = identityClaims(named, inForce);
  const drafts = new Map(named.map((group) => [group, draftOf(group, claims.get(group) ?? [])]));
  const deltas = linkDeltas(sorted.platforms, named);
  const [waiting, following] = [deltas.filter(isAdrift), deltas.filter((linked) => !isAdrift(linked))];
  for (const linked of following) enterDelta(drafts, linked);
  for (const linked of linkRebases(sorted.platforms, named)) enterRebase(drafts, linked);
  const strong = deviceResolver(named, (group) => artifactsOf(drafts.get(group)));
  const bySubmission = new Map<string, NamedGroup>();
  const references = modelReferencesOf(sorted.reports, aliasesAt(aliases, at));
  const linking: ReportLinking = {
    resolve: strong,
    links: linkStatements(inForce),
    byWeakKey: groupsByWeakKey(named),
    bySubmission,
    forModel: references.destinationOf,
  };
  const enrolled = { linking, enrolments: enrolmentsByKey(inForce), byEndorsementKey: groupsByEndorsementKey(named) };
  const keys = { ...enrolled, byNumbers: enrolmentsByNumbers(inForce) };
  const unlinked = [
    ...waiting.flatMap((linked) => attachDelta(drafts, linking, linked)),
    ...sorted.evidence.flatMap((evidence) => attachEvidence(drafts, evidence, { ...enrolled, bySubmission })),
    ...sorted.reports.flatMap((report) => (isResult(report) ? [] : attach(drafts, report, destinationOf(report, keys)))),
    ...attachResults(drafts, sorted.reports.filter(isResult), keys),
    ...sorted.unread.flatMap((each) => attach(drafts, each, (submission) => namedDestination(submission, linking) ?? unreadReason(each))),
  ];
  return {
    groups: [...drafts.values()].map(({ group, ...draft }) => {
      return { group, bases: group.bases, ...draft, documents: references.withThoseOfModel(draft.documents) };
    }),
    unlinked: unlinked.filter((each) => !countsByModel(each)),
    supporting: [
      ...unlinked.filter(countsByModel),
      ...sorted.authorities.flatMap((each) => attach(drafts, each, authorityReason)),
      ...sorted.revocations.flatMap((each) => attach(drafts, each, revocationReason)),
    ],
    resolve: deviceResolver(named, (group) => artifactsOf(drafts.get(group))),
  };
}

function destinationOf(report: JudgedDocument, linking: KeyLinking): (submission: Submission) => Destination {
  const { document } = report.read;
  return document?.kind === 'attestation-key-certificate'
    ? certifiedKeyDestination(document, linking)
    : reportDestination(report, linking.linking);
}

function draftOf(group: NamedGroup, problems: readonly Problem[]): Draft {
  const ground = group.endorsementKeys.length > 0 ? 'holder' : 'platform-identity';
  const documents: LinkedDocument[] = [
    ...group.bases.map(({ judged }) => ({ ...judged, ground }) as const),
    ...group.endorsementKeys.map(({ judged }) => ({ ...judged, ground: 'ek-certificate' }) as const),
  ];
  return { group, deltas: [], documents, problems: [...problems, ...ambiguousHolder(group)] };
}

function ambiguousHolder({ ambiguousHolder, bases }: NamedGroup): readonly Problem[] {
  if (!ambiguousHolder || !bases.some(({ judged }) => judged.convinces)) return [];
  const detail =
    'Several endorsement key certificates that convince have the issuer and serial that the holder names; none of them was taken.';
  return [{ kind: 'ambiguous-reference', because: bases.map(({ judged }) => judged.sha256), detail }];
}

function artifactsOf(draft: Draft | undefined): Iterable<string> {
  const artifacts = new Set<string>();
  for (const { submissions } of draft?.documents ?? []) {
    let last = '';
    submissions.forEach(({ sha256 }) => {
      // Mostly the same bytes again.
      if (sha256 !== last) artifacts.add(sha256);
      last = sha256;
    });
  }
  return artifacts;
}

function enterDelta(drafts: ReadonlyMap<NamedGroup, Draft>, linked: LinkedDelta): void {
  const { group, delta } = linked;
  const draft = group === undefined ? undefined : drafts.get(group);
  draft?.deltas.push(linked);
  draft?.documents.push({ ...delta.judged, ground: 'previous-certificate' });
  tellAmbiguous(drafts, linked);
}

/** A rebase is in its device already, as a base. */
function enterRebase(drafts: ReadonlyMap<NamedGroup, Draft>, linked: LinkedDelta): void {
  if (linked.group !== undefined) drafts.get(linked.group)?.deltas.push(linked);
  tellAmbiguous(drafts, linked);
}

function tellAmbiguous(drafts: ReadonlyMap<NamedGroup, Draft>, { delta, predecessor, candidates }: LinkedDelta): void {
  // What nobody trusts makes no device ambiguous.
  if (predecessor.kind !== 'ambiguous' || !delta.judged.convinces) return;
  for (const candidate of candidates) drafts.get(candidate)?.problems.push(ambiguousDelta(delta, predecessor));
}

function ambiguousDelta(delta: Of<PlatformCertificate>, { candidates }: Extract<Predecessor, { readonly kind: 'ambiguous' }>): Problem {
  return {
    kind: 'ambiguous-reference',
    because: [delta, ...candidates].map(({ judged }) => judged.sha256),
    detail: `${certificateWord(delta.document)} ${delta.document.serialNumber} names a predecessor, and ${candidates.length} certificates are what it names; it was not applied.`,
  };
}

const isAdrift = (linked: LinkedDelta): boolean => linked.group === undefined || waitsForPredecessor(linked);

/**
 * A delta whose predecessor isn't at hand goes where somebody says that it belongs, else to the one device of its platform:
 * it appears there, changes nothing, and says that the chain is incomplete.
 */
function attachDelta(drafts: ReadonlyMap<NamedGroup, Draft>, linking: ReportLinking, linked: LinkedDelta): readonly Unlinked[] {
  const { judged } = linked.delta;
  const waits = waitsForPredecessor(linked);
  const byPlatform = reportDestination(judged, linking);
  const destinationOf = (submission: Submission): Destination => {
    const named = namedDestination(submission, linking);
    const found = named ?? (waits ? byPlatform(submission) : undefined);
    if (found !== undefined && found.group !== null) return found;
    return linked.group === undefined ? (named ?? deltaReason(linked)) : { group: linked.group, ground: 'previous-certificate' };
  };
  const predecessor = linked.predecessor.kind === 'ambiguous' && waits ? NOT_AT_HAND : linked.predecessor;
  return attach(drafts, judged, destinationOf, (group) => drafts.get(group)?.deltas.push({ ...linked, group, predecessor }));
}

/** What came in one act with evidence that its key leads to a device belongs there too. */
function attachEvidence(
  drafts: ReadonlyMap<NamedGroup, Draft>,
  evidence: Of<AttestationEvidence>,
  { bySubmission, ...linking }: EvidenceLinking & { readonly bySubmission: Map<string, NamedGroup> },
): readonly Unlinked[] {
  const destinationOf = evidenceDestination(evidence, linking);
  return attach(drafts, evidence.judged, (submission) => {
    const destination = destinationOf(submission);
    if (destination.group !== null && destination.ground === 'attestation-key') bySubmission.set(submission.id, destination.group);
    return destination;
  });
}
