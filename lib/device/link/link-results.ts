import type { AttestationResult, SubjectKey } from '#lib/attestation/types.ts';
import type { Statement } from '../statement/statement-types.ts';
import type { Submission } from '../submission-types.ts';
import { attestedKeysOf, endorsementKeyOf } from './attestation-keys.ts';
import type { NamedGroup } from './device-ids.ts';
import { isGranted } from './device-references.ts';
import { attestedLinkKeys } from './keys.ts';
import { devicesSought, type KnownSubjects } from './known-subjects.ts';
import type { Enrolment, EvidenceLinking } from './link-evidence.ts';
import { type Destination, namedDestination, signedDestination, type UnlinkedReason } from './link-reports.ts';
import { soughtSubject } from './subject-keys.ts';

/** Enrolments in force, by the numbers of their attestation key, and of the key that certified it. @param inForce in order of time */
export function enrolmentsByNumbers(inForce: readonly Statement[]): ReadonlyMap<string, readonly Enrolment[]> {
  const enrolments = inForce.flatMap((statement) =>
    statement.kind === 'attestation-key' ? attestedKeysOf(statement).map((key) => ({ key, statement })) : [],
  );
  return new Map([...Map.groupBy(enrolments, ({ key }) => key)].map(([key, own]) => [key, own.map(({ statement }) => statement)]));
}

/** What linking by enrolled keys looks up. */
export interface KeyLinking extends Pick<EvidenceLinking, 'linking' | 'byEndorsementKey'> {
  readonly byNumbers: ReadonlyMap<string, readonly Enrolment[]>;
}

/** What linking results looks up. */
export interface ResultLinking extends KeyLinking {
  /** Empty while it is asked what ties identifiers to devices. */
  readonly known: KnownSubjects;
}

/**
 * Where the result of another verifier belongs: where somebody says; else to the one device beside whose endorsement key the attestation key lives that
 * it names; else to the one device that an identifier in it leads to. Anybody can write keys and identifiers into a result, so that it attaches only where
 * its submitter may hand in; and a result about another device is not this one's, whatever its submitter says.
 */
export function resultDestination(result: AttestationResult, looked: ResultLinking): (submission: Submission) => Destination {
  const { linking, known } = looked;
  const byKey = devicesOfKeys(result, looked);
  const candidates = byKey.length > 0 ? byKey : devicesSought(soughtSubject(result.subjects), { known, resolve: linking.resolve });
  const words = byKey.length > 0 ? BY_KEY : BY_SUBJECT;
  return (submission) => {
    const named = signedDestination(submission, linking) ?? namedDestination(submission, linking);
    if (named !== undefined) return isAnothers(named, candidates) ? refusal('identity-contradicts', words.another) : named;
    const [group, second] = candidates;
    if (group === undefined) return unknownSubject(result, submission);
    if (second !== undefined)
      return refusal('several-candidates', `${candidates.length} devices ${words.several}; somebody has to decide between them.`);
    return isGranted(submission, group, linking.resolve) ? { group, ground: words.ground } : notGranted(submission);
  };
}

function devicesOfKeys(result: AttestationResult, { byEndorsementKey, byNumbers }: ResultLinking): readonly NamedGroup[] {
  const enrolled = attestedLinkKeys(result).flatMap((key) => byNumbers.get(key) ?? []);
  const endorsementKeys = [...new Set(enrolled.map((statement) => endorsementKeyOf(statement.endorsementKey)))];
  return [...new Set(endorsementKeys.flatMap((key) => byEndorsementKey.get(key ?? '') ?? []))];
}

/** Only a person's statement overrules the key, or the identifier. */
function isAnothers({ group, ...destination }: Destination, candidates: readonly NamedGroup[]): boolean {
  return (
    group !== null && 'ground' in destination && destination.ground === 'submitter' && candidates.length > 0 && !candidates.includes(group)
  );
}

const BY_KEY = {
  ground: 'attestation-key',
  another:
    'It is about an attestation key that is enrolled for another device than the one that it was handed in for; somebody has to link it.',
  several: 'claim the endorsement key beside which the attestation key lives that it names',
} as const;
const BY_SUBJECT = {
  ground: 'subject',
  another: 'It names an identifier that is known to be of another device than the one that it was handed in for; somebody has to link it.',
  several: 'are known by an identifier that it names',
} as const;

/** Who may hand in for some devices only learns nothing of the others. */
function unknownSubject(result: AttestationResult, submission: Submission): Destination {
  if (attestedLinkKeys(result).length > 0) return NOT_ENROLLED;
  const [first] = result.subjects;
  if (first === undefined) return NAMELESS;
  if (submission.mayAttachTo !== 'any') return notGranted(submission);
  return refusal(
    'no-such-device',
    `It names ${SUBJECT_WORDS[first.kind]} ${first.value.slice(0, 100)}, and nothing that is trusted ties that to a device: hand it in for the device, or link it, and later results of the same name link by themselves.`,
  );
}

const SUBJECT_WORDS: Readonly<Record<SubjectKey['kind'], string>> = {
  ueid: 'the UEID',
  'attestation-key': 'the attestation key',
  'system-uuid': 'the system UUID',
  'agent-id': 'the agent',
  'hardware-id': 'the hardware',
  'host-name': 'the host',
};

const refusal = (reason: UnlinkedReason, detail: string): Destination => ({ group: null, reason, detail });

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

const notGranted = ({ submittedBy }: Submission): Destination => ({
  group: null,
  reason: 'not-granted',
  detail: `It is about no device that ${submittedBy} may hand in for; an operator can link it.`,
});
