import { isPlaceholder } from '#lib/component/placeholder.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';
import type { Attestation, AttestationPolicy, AttestationState } from './attested/attestation-types.ts';
import type { ForeignResult } from './attested/foreign-results.ts';
import { platformOf } from './comparison/platform-part.ts';
import type { Fold } from './expected/fold.ts';
import type { LinkedGroup } from './link/link.ts';
import type { Policy } from './policy.ts';
import type { AliasTable } from './statement/alias-table.ts';
import type { AttestationPolicyTable } from './statement/attestation-policy.ts';
import { endsOf } from './statement/governed-lines.ts';
import type { Lifecycle, Statement } from './statement/statement-types.ts';
import { compareTimes, daysAfter, instantOf } from './time.ts';
import type { DeviceDocument, ExpectedState, Observation, Tier } from './types.ts';

/** What the tier of a device rests on beside its certificates. */
export interface TierQuestion {
  readonly attestation: AttestationState;
  readonly policy: Pick<AttestationPolicy, 'freshnessDays'>;
  readonly at: string;
}

/** How much the identity of a device is worth. Without a fresh answer of its TPM nothing proves that the TPM is there. */
export function tierOf({ expected }: Fold, question: TierQuestion): Tier {
  const certified = expected.basis === 'certified';
  if (isAttested(question)) return certified ? 'platform-bound' : 'tpm-bound';
  return certified ? 'certificate-bound' : 'declared';
}

/** Whether the TPM answered a challenge within the time that policy gives, by a key that was seen beside a trusted endorsement key. */
function isAttested({ attestation, policy, at }: TierQuestion): boolean {
  const last = lastAnswer(attestation);
  return last?.outcome === 'passed' && compareTimes(daysAfter(last.lastAt, policy.freshnessDays) ?? at, at) >= 0;
}

/** The newest answer that proves something, good or bad; undefined where none does. */
export function lastAnswer({ attestations }: AttestationState): Attestation | undefined {
  return attestations.findLast(({ outcome }) => outcome !== 'unproven');
}

/** The latest that a person declared, else that it was made, when a contributing base says so. @param statements in force, in order */
export function lifecycleOf(statements: readonly Statement[], { contributing }: Fold): Lifecycle {
  const declared = statements.findLast((statement) => statement.kind === 'lifecycle');
  if (declared !== undefined) return declared.state;
  return contributing.size > 0 ? 'manufactured' : 'unknown';
}

const NOBODY: PlatformIdentity = { manufacturer: null, model: null, version: null, serial: null };

/** What the device is called, by the most convincing document that says something; placeholders say nothing. */
export function identityOf(
  { bases }: Pick<LinkedGroup, 'bases'>,
  { contributing }: Fold,
  observations: readonly Observation[],
): PlatformIdentity {
  const root = bases.find(({ judged }) => contributing.has(judged.read.id)) ?? bases.find(({ judged }) => judged.convinces) ?? bases[0];
  const claims = [root?.document.platform, ...observations.map(platformOf)];
  const [first] = claims.filter((claim) => claim !== undefined && claim !== null);
  return first === undefined ? NOBODY : withoutPlaceholders(first);
}

function withoutPlaceholders({ manufacturer, model, version, serial }: PlatformIdentity): PlatformIdentity {
  const said = (text: string | null): string | null => (isPlaceholder(text) ? null : text);
  return { manufacturer: said(manufacturer), model: said(model), version: said(version), serial: said(serial) };
}

/** What the next change by time alone depends on. */
export interface ChangeQuestion {
  readonly documents: readonly DeviceDocument[];
  readonly results: readonly ForeignResult[];
  readonly expected: ExpectedState;
  readonly observations: readonly Observation[];
  readonly attestation: AttestationState;
  readonly attestationPolicy: AttestationPolicy;
  readonly groups: AttestationPolicyTable;
  /** In force. */
  readonly statements: readonly Statement[];
  readonly policy: Policy;
  readonly aliases: AliasTable;
  readonly at: string;
}

/** The earliest instant after `at` when freshness, a certificate in use, what is known of revocation, a decision or an alias ends; null when nothing does. */
export function nextChangeOf({
  documents,
  results,
  observations,
  attestation,
  attestationPolicy,
  groups,
  statements,
  policy,
  aliases,
  at,
}: ChangeQuestion): string | null {
  const ends = [
    ...observations.map(({ submission }) => justAfter(daysAfter(submission.receivedAt, policy.freshnessDays))),
    ...results.map(({ staleAt, isCurrent }) => (isCurrent ? staleAt : null)),
    ...[lastAnswer(attestation)].map((last) =>
      last === undefined ? null : justAfter(daysAfter(last.lastAt, attestationPolicy.freshnessDays)),
    ),
    ...attestation.keys.map(({ enrolledAt }) => justAfter(daysAfter(enrolledAt, attestationPolicy.freshnessDays))),
    ...documents.map((document) => justAfter(endOf(document))),
    ...documents.flatMap(({ checks }) => checks.map(({ changesAt }) => changesAt ?? null)),
    ...statements.map((statement) => (statement.kind === 'decision' ? statement.expiresAt : null)),
    ...endsOf(aliases),
    ...endsOf(groups),
  ];
  return ends.filter((end) => end !== null && compareTimes(end, at) > 0).sort((a, b) => compareTimes(a ?? at, b ?? at))[0] ?? null;
}

/** What holds up to an instant holds at it too: only then is it over. */
function justAfter(end: string | null): string | null {
  const next = end === null ? Number.NaN : instantOf(end) + 1;
  return Number.isFinite(next) ? new Date(next).toISOString() : null;
}

/** When a document in use expires. What nobody relies upon may expire unnoticed. */
function endOf({ read: { document }, contributes, trusted }: DeviceDocument): string | null {
  if (document?.kind === 'endorsement-key-certificate') return trusted ? document.certificate.notAfter : null;
  return contributes && document !== undefined && 'notAfter' in document ? document.notAfter : null;
}
