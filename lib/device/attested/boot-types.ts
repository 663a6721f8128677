import type { Exposure } from './exposures.ts';

/** One start of the device, as an event log tells it. Plain facts: the log itself is among the documents. */
export interface Boot {
  /** The artifact with the log, and the document in it. */
  readonly sha256: string;
  readonly documentId: string;
  /** Which log of a container it is; -1 for the last. */
  readonly log: number;
  /** TPM_ALG_ID of the banks in which it counts: a quote vouches for those that it covers. */
  readonly banks: readonly number[];
  /** ISO 8601: when the log was received first, and last before another one came. */
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  /** How often it was handed in. */
  readonly seen: number;
  readonly by: string;
  /** A quote that answered a challenge proves that the TPM held what the log says. Else the log is self-asserted. */
  readonly attested: boolean;
  /** As measured octets tell it. */
  readonly secureBoot: 'on' | 'off' | 'unknown';
  /** What it left open. */
  readonly exposures: readonly Exposure[];
  /** Records that extend a PCR. */
  readonly records: number;
  /** What it measured otherwise than the boot before; null for the first. */
  readonly steps: readonly BootStep[] | null;
  /** Steps beyond those that are kept. */
  readonly furtherSteps: number;
}

/**
 * What an event log says of a start while the quote that came with it says otherwise. Nothing of it is believed: no rule, no comparison with reference
 * values and no other start builds on it.
 */
export interface ContradictedBoot
  extends Pick<Boot, 'sha256' | 'documentId' | 'log' | 'banks' | 'firstSeenAt' | 'lastSeenAt' | 'seen' | 'by' | 'records'> {
  /** In which the quote contradicts it, in words. */
  readonly says: string;
}

/** One difference between two boots. */
export interface BootStep {
  readonly kind: 'added' | 'removed' | 'changed' | 'moved' | 'incomparable';
  readonly pcr: number | null;
  /** Name of the type of the record. */
  readonly type: string | null;
  /** In words, one sentence or more. */
  readonly says: readonly string[];
}
