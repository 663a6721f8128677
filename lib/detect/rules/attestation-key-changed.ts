import { categoryOf } from '#lib/component/category.ts';
import type { Attestation, EnrolledKey } from '#lib/device/attested/attestation-types.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import { compareTimes } from '#lib/device/time.ts';
import type { DeviceDocument } from '#lib/device/types.ts';
import type { Rule, Sign } from '../rule.ts';

const RESOLVE =
  'Hand in the delta or rebase certificate that replaces the TPM. If nobody replaced it, withdraw the enrolment of the key that is no longer used, or of the one that should not be there.';

/** Another attestation key answers than the one before it, and no certificate tells of another TPM. */
export const attestationKeyChanged: Rule = {
  id: 'attestation-key-changed',
  means: 'Another attestation key answers for the device than the one before it, and no certificate tells of another TPM.',
  matters: 'A TPM that was replaced or cleared answers with a new key: what the old one vouched for does not go on by itself.',
  resolve: RESOLVE,
  source:
    'TPM 2.0 Library Part 1 section 24; TCG EK Credential Profile 2.5 section 2; attack: the TPM is replaced with another genuine one',
  weighs: 'changed',
  evaluate: ({ device }) => changesOf(device).flatMap((change) => (isAuthorized(device, change) ? [] : [signOf(change)])),
};

interface KeyChange {
  readonly before: EnrolledKey;
  readonly after: EnrolledKey;
  /** The first answer of the later key. */
  readonly answer: Attestation;
}

/** Each key that began to answer after another one had. */
function changesOf({ attestation: { keys, attestations } }: DeviceState): readonly KeyChange[] {
  const changes: KeyChange[] = [];
  const seen: EnrolledKey[] = [];
  for (const answer of attestations) {
    const after = answer.outcome === 'passed' ? keys.find(({ name }) => name === answer.key) : undefined;
    if (after === undefined || seen.includes(after)) continue;
    const before = seen.at(-1);
    if (before !== undefined) changes.push({ before, after, answer });
    seen.push(after);
  }
  return changes;
}

/** A certificate that counts told of another TPM after the old key was enrolled, and not only after the new one had answered. */
function isAuthorized({ documents }: DeviceState, { before, answer }: KeyChange): boolean {
  return documents.some((document) => {
    const [first] = document.submissions;
    if (first === undefined || !document.contributes || !tellsOfTpm(document)) return false;
    return compareTimes(first.receivedAt, before.enrolledAt) >= 0 && compareTimes(first.receivedAt, answer.firstAt) <= 0;
  });
}

/** A delta that changes a security module, or a rebase that lists one. */
function tellsOfTpm({ read: { document } }: DeviceDocument): boolean {
  if (document?.kind !== 'delta-platform-certificate' && document?.kind !== 'rebase-platform-certificate') return false;
  return document.components.some((component) => categoryOf(component.class, component) === 'security-module');
}

const shortName = ({ name }: EnrolledKey): string => name.slice(4, 16);

/** The same endorsement key is the same TPM: it was cleared, or a second key was made in it. */
function signOf({ before, after, answer }: KeyChange): Sign {
  const sameTpm = before.endorsementKey === after.endorsementKey;
  return {
    key: after.name,
    severity: sameTpm ? 'low' : 'high',
    weighs: sameTpm ? 'none' : 'changed',
    subject: `attestation key ${shortName(after)}`,
    expected: `answers of the attestation key ${shortName(before)}`,
    observed: `an answer of ${shortName(after)}`,
    because: [answer.sha256, after.statement, before.statement],
    resolve: RESOLVE,
    detail: sameTpm
      ? 'Another attestation key of the same TPM answers than before: the TPM was cleared or enrolled anew, and no certificate tells of it.'
      : 'An attestation key of another TPM answers than before, and no certificate tells that the TPM was replaced.',
  };
}
