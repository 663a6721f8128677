import type { AttestationEvidence } from '#lib/attestation/evidence-types.ts';
import type { Statement } from '../statement/statement-types.ts';
import type { Submission } from '../submission-types.ts';
import { attestationKeyOf, attestationLinkKey, endorsementKeyOf } from './attestation-keys.ts';
import type { NamedGroup } from './device-ids.ts';
import { isGranted } from './device-references.ts';
import type { Of } from './judged-document.ts';
import { linkKeysOf } from './keys.ts';
import { type Destination, namedDestination, type ReportLinking } from './link-reports.ts';

export type Enrolment = Extract<Statement, { readonly kind: 'attestation-key' }>;

/** Enrolments in force, by the link key of their attestation key. @param inForce in order of time */
export function enrolmentsByKey(inForce: readonly Statement[]): ReadonlyMap<string, readonly Enrolment[]> {
  const enrolments = inForce.flatMap((statement) => {
    const key = statement.kind === 'attestation-key' ? attestationKeyOf(statement.attestationKey) : undefined;
    return statement.kind === 'attestation-key' && key !== undefined ? [{ key, statement }] : [];
  });
  return new Map([...Map.groupBy(enrolments, ({ key }) => key)].map(([key, own]) => [key, own.map(({ statement }) => statement)]));
}

/** Devices by the link key of an endorsement key whose certificate is at hand. */
export function groupsByEndorsementKey(groups: readonly NamedGroup[]): ReadonlyMap<string, readonly NamedGroup[]> {
  const all = new Map<string, Set<NamedGroup>>();
  for (const group of groups) {
    const keys = group.endorsementKeys.flatMap(({ judged }) => linkKeysOf(judged.read).strong.filter((key) => key.startsWith('ek-key:')));
    for (const key of keys) all.set(key, (all.get(key) ?? new Set()).add(group));
  }
  return new Map([...all].map(([key, candidates]) => [key, [...candidates]]));
}

/** What linking evidence looks up. */
export interface EvidenceLinking {
  readonly linking: ReportLinking;
  readonly enrolments: ReadonlyMap<string, readonly Enrolment[]>;
  readonly byEndorsementKey: ReadonlyMap<string, readonly NamedGroup[]>;
}

/**
 * Where evidence belongs: to the device with the endorsement key beside which somebody saw its attestation key. What the evidence
 * itself says of its endorsement key proves nothing, and neither does a key whose signature fails, which anybody can write down, unless
 * somebody answers a challenge to that key with it.
 */
export function evidenceDestination(
  { judged, document: evidence }: Of<AttestationEvidence>,
  { linking, enrolments, byEndorsementKey }: EvidenceLinking,
): (submission: Submission) => Destination {
  const key = attestationLinkKey(evidence.attestationKey);
  const enrolled = key === undefined ? [] : (enrolments.get(key) ?? []);
  const endorsementKeys = [...new Set(enrolled.map((statement) => endorsementKeyOf(statement.endorsementKey)))];
  const isSigned = judged.checks.some(({ id, status }) => id === 'quote-signature' && status === 'pass');
  const candidates = [...new Set(endorsementKeys.flatMap((each) => byEndorsementKey.get(each ?? '') ?? []))];
  return (submission) => {
    if (!isSigned && submission.challenge === undefined) return namedDestination(submission, linking) ?? NOT_SIGNED;
    const [group, second] = candidates;
    if (group !== undefined && second === undefined) {
      return isGranted(submission, group, linking.resolve) ? { group, ground: 'attestation-key' } : notGranted(submission);
    }
    if (group !== undefined) return several(candidates.length);
    return namedDestination(submission, linking) ?? (enrolled.length === 0 ? NOT_ENROLLED : NO_ENDORSEMENT);
  };
}

const NOT_SIGNED: Destination = {
  group: null,
  reason: 'signature-fails',
  detail: 'Its signature was not made by the key that it names, so nothing says whose it is.',
};

const NOT_ENROLLED: Destination = {
  group: null,
  reason: 'key-not-enrolled',
  detail: 'Nobody has seen in which TPM its attestation key lives: enrol the key, and the evidence links by itself.',
};

const NO_ENDORSEMENT: Destination = {
  group: null,
  reason: 'no-such-device',
  detail: 'Its attestation key is enrolled beside an endorsement key whose certificate is not at hand yet.',
};

const several = (count: number): Destination => ({
  group: null,
  reason: 'several-candidates',
  detail: `${count} devices claim the endorsement key beside which its attestation key lives; somebody has to decide between them.`,
});

const notGranted = ({ submittedBy }: Submission): Destination => ({
  group: null,
  reason: 'not-granted',
  detail: `It comes from a device that ${submittedBy} may not hand in for; an operator can link it.`,
});
