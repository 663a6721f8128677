import type { AttestationKeyCertificate } from '#lib/platform-cert/types.ts';
import type { Submission } from '../submission-types.ts';
import { attestedLinkKey, endorsementKeyOf } from './attestation-keys.ts';
import { isGranted } from './device-references.ts';
import { type Destination, namedDestination } from './link-reports.ts';
import type { KeyLinking } from './link-results.ts';

/**
 * Where the certificate of an attestation key belongs: to the device beside whose endorsement key that key is enrolled, or certified one that is. By itself it leads nowhere: it tells
 * a key and names, and nobody has shown yet which TPM holds the key.
 */
export function certifiedKeyDestination(
  { keyDigest }: AttestationKeyCertificate,
  { linking, byEndorsementKey, byNumbers }: KeyLinking,
): (submission: Submission) => Destination {
  const enrolled = keyDigest === null ? [] : (byNumbers.get(attestedLinkKey(keyDigest)) ?? []);
  const endorsementKeys = [...new Set(enrolled.map((statement) => endorsementKeyOf(statement.endorsementKey)))];
  const candidates = [...new Set(endorsementKeys.flatMap((key) => byEndorsementKey.get(key ?? '') ?? []))];
  return (submission) => {
    const [group, second] = candidates;
    if (group === undefined) return namedDestination(submission, linking) ?? NOT_ENROLLED;
    if (second !== undefined) return several(candidates.length);
    return isGranted(submission, group, linking.resolve) ? { group, ground: 'attestation-key' } : notGranted(submission);
  };
}

const NOT_ENROLLED: Destination = {
  group: null,
  reason: 'key-not-enrolled',
  detail: 'Its key is enrolled for no device: enrol the key by this certificate, and it links by itself.',
};

const several = (count: number): Destination => ({
  group: null,
  reason: 'several-candidates',
  detail: `${count} devices claim the endorsement key beside which its key is enrolled; somebody has to decide between them.`,
});

const notGranted = ({ submittedBy }: Submission): Destination => ({
  group: null,
  reason: 'not-granted',
  detail: `It is about no device that ${submittedBy} may hand in for; an operator can link it.`,
});
