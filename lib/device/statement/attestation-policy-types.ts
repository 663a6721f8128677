import type { DeviceGroup } from './device-group.ts';

/** TPM_ALG_SHA256: the bank that challenges ask for. */
export const POLICY_BANK = 0x000b;

/** PCRs, in the SHA-256 bank, that a challenge asks for and a policy can require: what firmware, boot loader and kernel extend. */
export const REQUIRABLE_PCRS: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14];

/** What devices of a group have to show. */
export interface AttestationPolicyLine extends DeviceGroup {
  /** Days after which an answer of the TPM is old; null: as for all devices. */
  readonly freshnessDays: number | null;
  /** Of `REQUIRABLE_PCRS`: each has to match its record. */
  readonly requiredPcrs: readonly number[];
  readonly requireSecureBoot: boolean;
  /** Everything that the last start measured has to be known to a reference value. */
  readonly requireReferences: boolean;
}
