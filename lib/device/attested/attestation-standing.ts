import { lastAnswer } from '../device-facts.ts';
import { compareTimes, daysAfter } from '../time.ts';
import { policyGaps } from './policy-gaps.ts';

/**
 * How a device stands with its TPM, in one word, what needs a person first: the newest answer that proves something fails · the policy of its group
 * is not met · the answer is older than policy allows, or none ever came in that time · a key is enrolled lately, and no answer proves anything
 * yet · the newest answer passed, and is fresh · no key is enrolled.
 */
export const ATTESTATION_STANDINGS = ['failed', 'policy-unmet', 'stale', 'unanswered', 'passed', 'no-key'] as const;
export type AttestationStanding = (typeof ATTESTATION_STANDINGS)[number];

/** What a list of devices tells of one's attestation. Times are ISO 8601. */
export interface StandingOfDevice {
  readonly standing: AttestationStanding;
  /** When its TPM last answered with something that proves anything, good or bad; null for never. */
  readonly lastAttestedAt: string | null;
  /** The same, or since when it could have answered; null without a key. */
  readonly silentSince: string | null;
}

/** What the standing rests on. */
export type AskedOfDevice = Parameters<typeof policyGaps>[0];

/** How a device stands with its TPM at an instant. What was never enrolled can't be stale. */
export function attestationStandingOf(device: AskedOfDevice, at: string): StandingOfDevice {
  const { attestation } = device;
  const last = lastAnswer(attestation);
  const lastAttestedAt = last?.lastAt ?? null;
  const silentSince = lastAttestedAt ?? attestation.keys.at(-1)?.enrolledAt ?? null;
  const standing =
    last?.outcome === 'failed' ? 'failed' : policyGaps(device).length > 0 ? 'policy-unmet' : ageOf(device, { silentSince, at });
  return { standing, lastAttestedAt, silentSince };
}

function ageOf(
  { attestation, attestationPolicy }: AskedOfDevice,
  { silentSince, at }: { readonly silentSince: string | null; readonly at: string },
): AttestationStanding {
  if (silentSince === null) return 'no-key';
  const end = daysAfter(silentSince, attestationPolicy.freshnessDays);
  if (end !== null && compareTimes(end, at) < 0) return 'stale';
  return lastAnswer(attestation) === undefined ? 'unanswered' : 'passed';
}
