import { lastAnswer } from '../device-facts.ts';
import type { DeviceState } from '../device-state.ts';
import { compareTimes, daysAfter } from '../time.ts';

/**
 * How a device stands with its TPM, in one word, what needs a person first: the newest answer that proves something fails · it is older than policy
 * allows, or none ever came in that time · a key is enrolled lately, and no answer proves anything yet · the newest answer passed, and is fresh ·
 * no key is enrolled.
 */
export const ATTESTATION_STANDINGS = ['failed', 'stale', 'unanswered', 'passed', 'no-key'] as const;
export type AttestationStanding = (typeof ATTESTATION_STANDINGS)[number];

/** A setting as the last start that is known tells it. */
export const SECURE_BOOT_STATES = ['off', 'unknown', 'on'] as const;
export type SecureBoot = (typeof SECURE_BOOT_STATES)[number];

/** What a list of devices tells of one's attestation. Times are ISO 8601. */
export interface StandingOfDevice {
  readonly standing: AttestationStanding;
  /** When its TPM last answered with something that proves anything, good or bad; null for never. */
  readonly lastAttestedAt: string | null;
  /** The same, or since when it could have answered; null without a key. */
  readonly silentSince: string | null;
}

/** How a device stands with its TPM at an instant. What was never enrolled can't be stale. */
export function attestationStandingOf(
  { attestation, attestationPolicy }: Pick<DeviceState, 'attestation' | 'attestationPolicy'>,
  at: string,
): StandingOfDevice {
  const last = lastAnswer(attestation);
  const lastAttestedAt = last?.lastAt ?? null;
  const silentSince = lastAttestedAt ?? attestation.keys.at(-1)?.enrolledAt ?? null;
  if (silentSince === null) return { standing: 'no-key', lastAttestedAt, silentSince };
  if (last?.outcome === 'failed') return { standing: 'failed', lastAttestedAt, silentSince };
  const end = daysAfter(silentSince, attestationPolicy.freshnessDays);
  const isStale = end !== null && compareTimes(end, at) < 0;
  return { standing: isStale ? 'stale' : last === undefined ? 'unanswered' : 'passed', lastAttestedAt, silentSince };
}

/** Whether Secure Boot was on at the last start that is known. Only a quote shows that it was; that it was off, a log says against itself. */
export function secureBootOf({ boots }: Pick<DeviceState, 'boots'>): SecureBoot {
  const last = boots.at(-1);
  if (last === undefined) return 'unknown';
  return last.secureBoot === 'on' && !last.attested ? 'unknown' : last.secureBoot;
}
