import type { Check } from '#lib/encoding/check.ts';
import type { PcrReason, PcrStatus } from '#lib/tpm/pcr-verdict-types.ts';
import type { EnrolmentMethod } from '../statement/statement-types.ts';

/** A key that somebody saw in the TPM of a device. */
export interface EnrolledKey {
  /** Hexadecimal. */
  readonly name: string;
  readonly enrolledAt: string;
  readonly method: EnrolmentMethod;
  /** Link key of the endorsement key beside which it was seen: one TPM has one, for each algorithm. */
  readonly endorsementKey: string;
  /** The statement that says so. */
  readonly statement: string;
  /** The EK certificate of its TPM leads to an anchor, and so does the one by which it was enrolled, where there is such. */
  readonly convinces: boolean;
  /** Why the certificate by which it was enrolled, or the key that certified it, doesn't vouch for it now, without a period; null where it does, and where none is needed. */
  readonly doubt: string | null;
}

/** What happened since the last answer of the same key, by the counters of the TPM; `key-changed`: the answer before was by another key. */
export type ClockStep = 'reboot' | 'resume' | 'tpm-firmware-changed' | 'key-changed';

/** One register as an answer tells it. */
export interface RegisterStanding {
  /** TPM_ALG_ID of the bank, and its name, such as `sha256`. */
  readonly hash: number;
  readonly bank: string;
  readonly pcr: number;
  readonly status: PcrStatus;
  readonly reason: PcrReason;
  /** Whether the quote covers the value. */
  readonly attested: boolean;
  /** Names of known deviations without which it would not match. */
  readonly repaired: readonly string[];
  /** In one sentence. */
  readonly says: string;
}

/** `unproven`: nothing failed, and something that has to be known is not: no challenge, a key that nobody enrolled. */
export type AttestationOutcome = 'passed' | 'failed' | 'unproven';

/** What a device's TPM said once, or several times in a row without anything new. */
export interface Attestation {
  /** The newest of the row: its artifact, document and submission. */
  readonly sha256: string;
  readonly documentId: string;
  readonly submission: string;
  readonly firstAt: string;
  readonly lastAt: string;
  readonly count: number;
  readonly by: string;
  /** Name of the attestation key, hexadecimal. */
  readonly key: string;
  readonly outcome: AttestationOutcome;
  /** Of the newest. */
  readonly checks: readonly Check[];
  readonly registers: readonly RegisterStanding[];
  /** Empty for the first. */
  readonly clockSteps: readonly ClockStep[];
}

/** What is asked of a device's attestations. */
export interface AttestationPolicy {
  /** Days after which an answer of its TPM no longer says how it starts. */
  readonly freshnessDays: number;
  /** In the SHA-256 bank, ascending: each has to match its record. */
  readonly requiredPcrs: readonly number[];
  readonly requireSecureBoot: boolean;
  /** Everything that the last start measured has to be known to a reference value. */
  readonly requireReferences: boolean;
  /** Ids of the policy lines that say so; none: only what holds for all devices. */
  readonly lines: readonly string[];
}

/** All that is known of a device by its TPM. */
export interface AttestationState {
  readonly keys: readonly EnrolledKey[];
  /** Oldest first. Passing ones in a row are one; others never collapse. */
  readonly attestations: readonly Attestation[];
}
