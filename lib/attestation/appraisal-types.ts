import type { Check } from '#lib/encoding/check.ts';
import type { BootFacts } from '#lib/tpm/boot-facts.ts';
import type { PcrSelection } from '#lib/tpm/pcr-selection.ts';
import type { PcrComparison } from '#lib/tpm/pcr-verdict-types.ts';
import type { TpmPublicArea } from '#lib/tpm/public-area.ts';
import type { LogProblem } from '#lib/tpm/review-log.ts';
import type { EventLog } from '#lib/tpm/types.ts';
import type { AttestationEvidence } from './evidence-types.ts';
import type { FileMatches } from './match-files.ts';
import type { ReferenceComparison } from './reference/compare.ts';
import type { Tier } from './trustworthiness.ts';
import type { VectorEntry } from './types.ts';

/** What enrolment found out about the key that signs. */
export interface EnrolmentFacts {
  /** How it was shown that the key lives in the TPM of the endorsement key; `none`: it wasn't. */
  readonly proof: 'activation' | 'certificate' | 'certification' | 'none';
  /** Name of the attestation key that was enrolled for the device; null without one. */
  readonly keyName: Uint8Array | null;
  readonly revoked: boolean;
  /** Of the endorsement key: the primary key above the attestation key; null where another key is above it, or none is known. */
  readonly endorsementKey: TpmPublicArea | null;
  /** The chain of its certificate to a maker of TPMs that is trusted. */
  readonly chain: Check['status'];
  /** What the platform certificate says of the parts; `unknown` without one. */
  readonly components: 'match' | 'mismatch' | 'unknown';
}

/** A question that was put to a device. */
export interface AttestationChallenge {
  /** 32 random octets. */
  readonly nonce: Uint8Array;
  readonly selection: readonly PcrSelection[];
  /** ISO 8601. */
  readonly issuedAt: string;
  readonly expiresAt: string;
  /** ISO 8601, of an answer that was taken before; null for none. */
  readonly answeredAt: string | null;
  /** Name of the key that has to answer. */
  readonly keyName: Uint8Array;
}

/** The clock of the TPM in the last quote that was accepted of the same attestation key. */
export interface EarlierQuote {
  readonly clock: bigint;
  readonly resetCount: number;
  readonly restartCount: number;
  readonly firmwareVersion: bigint;
  /** PCRs that matched their log. */
  readonly matched: readonly { readonly hash: number; readonly pcr: number }[];
}

/** The last quote that was accepted of the same device, where another key made it. */
export interface OtherKey {
  readonly clock: bigint;
  /** Both keys were seen beside one endorsement key. */
  readonly sameTpm: boolean;
}

/** What a group of devices has to show. */
export interface AppraisalPolicy {
  /** Each of these has to match, in each of these banks. */
  readonly requiredPcrs: readonly PcrSelection[];
  readonly requireSecureBoot: boolean;
  /** Whether everything that the boot measured has to be known to a reference value. */
  readonly requireReferences: boolean;
  /** Whether every file that the kernel measured has to be known. */
  readonly requireKnownFiles: boolean;
}

/** What a device says, and everything that it is judged by. Clock and references come from outside: this floor has neither. */
export interface AppraisalInput {
  readonly evidence: AttestationEvidence;
  readonly enrolment: EnrolmentFacts;
  /** Null: nobody asked, so that the evidence shows no time. */
  readonly challenge: AttestationChallenge | null;
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly earlier: EarlierQuote | null;
  /** Null where the last quote was by the same key, and where there is none. */
  readonly otherKey: OtherKey | null;
  /** Compares the log that the quote tells of with reference values; null without any. */
  readonly compareReferences: ((log: EventLog) => ReferenceComparison) | null;
  /** Digests of files that BOMs and manifests list, as `matchFiles` takes them; null without any. */
  readonly knownFiles: ReadonlySet<string> | null;
  readonly policy: AppraisalPolicy;
}

/** What happened to the TPM since the last quote. */
export type AppraisalEvent =
  | { readonly kind: 'reboot'; readonly times: number }
  | { readonly kind: 'resume'; readonly times: number }
  | { readonly kind: 'tpm-firmware-changed' }
  | { readonly kind: 'key-changed' }
  | { readonly kind: 'extended-after-boot'; readonly pcrs: readonly { readonly hash: number; readonly pcr: number }[] };

/** What Assay concludes about a device from its evidence. */
export interface Appraisal {
  /** One for each step, in the order in which they are asked. */
  readonly checks: readonly Check[];
  readonly comparison: PcrComparison;
  /** The log that the quote tells of; null without one. */
  readonly log: EventLog | null;
  /** What that log says; null where the quote doesn't confirm it. */
  readonly facts: BootFacts | null;
  readonly problems: readonly LogProblem[];
  readonly references: ReferenceComparison | null;
  readonly files: FileMatches | null;
  readonly events: readonly AppraisalEvent[];
  /** Claims that the evidence supports; a claim that it says nothing of is left out. */
  readonly vector: readonly VectorEntry[];
  readonly status: Tier;
}
