import type { AttestationResult } from '#lib/attestation/types.ts';
import type { Statement } from '../statement/statement-types.ts';
import type { Submission } from '../submission-types.ts';
import { attestedKeyOf, endorsementKeyOf } from './attestation-keys.ts';
import type { NamedGroup } from './device-ids.ts';
import { isGranted } from './device-references.ts';
import { attestedLinkKeys } from './keys.ts';
import type { Enrolment, EvidenceLinking } from './link-evidence.ts';
import { type Destination, namedDestination, signedDestination } from './link-reports.ts';

/** Enrolments in force, by the numbers of their attestation key. @param inForce in order of time */
export function enrolmentsByNumbers(inForce: readonly Statement[]): ReadonlyMap<string, readonly Enrolment[]> {
  const enrolments = inForce.flatMap((statement) => {
    const key = statement.kind === 'attestation-key' ? attestedKeyOf(statement.attestationKey) : undefined;
    return statement.kind === 'attestation-key' && key !== undefined ? [{ key, statement }] : [];
  });
  return new Map([...Map.groupBy(enrolments, ({ key }) => key)].map(([key, own]) => [key, own.map(({ statement }) => statement)]));
}

/** What linking results looks up. */
export interface ResultLinking extends Pick<EvidenceLinking, 'linking' | 'byEndorsementKey'> {
  readonly byNumbers: ReadonlyMap<string, readonly Enrolment[]>;
}

/**
 * Where the result of another verifier belongs: where somebody says, else to the one device beside whose endorsement key the attestation key lives that
 * it names. Anybody can write a key into a result, so that it attaches only where its submitter may hand in; and a result about the key of another device
 * is not this one's, whatever its submitter says.
 */
export function resultDestination(
  result: AttestationResult,
  { linking, byEndorsementKey, byNumbers }: ResultLinking,
): (submission: Submission) => Destination {
  const keys = attestedLinkKeys(result);
  const enrolled = keys.flatMap((key) => byNumbers.get(key) ?? []);
  const endorsementKeys = [...new Set(enrolled.map((statement) => endorsementKeyOf(statement.endorsementKey)))];
  const candidates = [...new Set(endorsementKeys.flatMap((key) => byEndorsementKey.get(key ?? '') ?? []))];
  return (submission) => {
    const named = signedDestination(submission, linking) ?? namedDestination(submission, linking);
    if (named !== undefined) return isAnothers(named, candidates) ? ANOTHERS : named;
    const [group, second] = candidates;
    if (group === undefined) return keys.length === 0 ? NAMELESS : NOT_ENROLLED;
    if (second !== undefined) return several(candidates.length);
    return isGranted(submission, group, linking.resolve) ? { group, ground: 'attestation-key' } : notGranted(submission);
  };
}

/** Only a person's statement overrules the key. */
function isAnothers({ group, ...destination }: Destination, candidates: readonly NamedGroup[]): boolean {
  return (
    group !== null && 'ground' in destination && destination.ground === 'submitter' && candidates.length > 0 && !candidates.includes(group)
  );
}

const ANOTHERS: Destination = {
  group: null,
  reason: 'identity-contradicts',
  detail:
    'It is about an attestation key that is enrolled for another device than the one that it was handed in for; somebody has to link it.',
};

const NAMELESS: Destination = {
  group: null,
  reason: 'no-serial',
  detail: 'Nothing in the result names a device that is known; hand it in for the device that it is about, or link it.',
};

const NOT_ENROLLED: Destination = {
  group: null,
  reason: 'key-not-enrolled',
  detail: 'Nobody has seen in which TPM the attestation key lives that it names: enrol the key, hand it in for a device, or link it.',
};

const several = (count: number): Destination => ({
  group: null,
  reason: 'several-candidates',
  detail: `${count} devices claim the endorsement key beside which the attestation key lives that it names; somebody has to decide between them.`,
});

const notGranted = ({ submittedBy }: Submission): Destination => ({
  group: null,
  reason: 'not-granted',
  detail: `It is about no device that ${submittedBy} may hand in for; an operator can link it.`,
});
