import type { AttestationState } from './attestation-types.ts';

/** When an enrolled key of a device answered last. Times are ISO 8601. */
export interface KeySilence {
  /** Hexadecimal. */
  readonly name: string;
  /** The statement by which it is enrolled. */
  readonly statement: string;
  /** When it last answered with something that proves anything, good or bad; null for never. */
  readonly answeredAt: string | null;
  /** The same, or since when it could have answered. */
  readonly silentSince: string;
}

/** When each enrolled key answered last, in the order of their enrolment. */
export function keySilences({ keys, attestations }: AttestationState): readonly KeySilence[] {
  return keys.map(({ name, statement, enrolledAt }) => {
    const answeredAt = attestations.findLast(({ key, outcome }) => key === name && outcome !== 'unproven')?.lastAt ?? null;
    return { name, statement, answeredAt, silentSince: answeredAt ?? enrolledAt };
  });
}
