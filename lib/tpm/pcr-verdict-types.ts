import type { TpmHashName } from './algorithms.ts';
import type { DeviationId } from './deviations.ts';
import type { ImaLog } from './ima-entries.ts';
import type { PcrSelection } from './pcr-selection.ts';
import type { PcrValue } from './pcr-values.ts';
import type { RuntimeLog } from './runtime-log.ts';
import type { EventLog } from './types.ts';

/**
 * Whether what a PCR holds is what the log tells. `unexplained`: something that isn't in the log extended it, which need not be
 * wrong. `log-only`: the quote doesn't cover it. `quote-only`: it was extended, and no record tells by what.
 */
export type PcrStatus = 'match' | 'mismatch' | 'unexplained' | 'log-only' | 'quote-only' | 'no-log';

/** The case within a status; `describePcr` has a sentence for each. */
export type PcrReason =
  /** match */
  | 'replayed'
  | 'repaired'
  | 'never-extended'
  | 'measurement-list'
  | 'runtime-log'
  /** mismatch */
  | 'other-value'
  | 'digest-differs'
  /** unexplained */
  | 'extended-after-boot'
  | 'extended-by-system'
  | 'capped-bank'
  /** log-only */
  | 'not-quoted'
  /** quote-only */
  | 'no-record'
  /** no-log */
  | 'log-absent'
  | 'log-empty'
  | 'log-unreadable'
  | 'bank-not-in-log'
  | 'bank-not-replayable';

/** What is known of one PCR in one bank. */
export interface PcrVerdict {
  /** TPM_ALG_ID of the bank. */
  readonly hash: number;
  readonly pcr: number;
  readonly status: PcrStatus;
  readonly reason: PcrReason;
  /** Whether the digest of the quote covers the value. Anything else is only told. */
  readonly attested: boolean;
  /** What the TPM holds; null where it isn't known: a quote has the digest of all values alone. */
  readonly value: Uint8Array | null;
  /** What the log of the firmware replays to; null where it has no record of the PCR. */
  readonly replayed: Uint8Array | null;
  /** Rows of the table of deviations without which it wouldn't match. */
  readonly repaired: readonly DeviationId[];
}

/** How the digest of the quote came out. */
export type DigestOutcome =
  /** The values that the logs replay to have this digest. */
  | 'reproduced'
  /** The values that came beside the quote have this digest, and the logs don't replay to all of them. */
  | 'confirms-values'
  /** No values at hand have this digest. */
  | 'differs'
  /** A value of a selected PCR can't be computed: its hash function or that of the signature isn't supported. */
  | 'not-computed'
  /** The selection is empty, so that the digest says nothing. */
  | 'empty-selection'
  | 'no-quote';

/** Everything that logs and a quote say about one another. */
export interface PcrComparison {
  /** Ascending by bank in the order of the quote, then by PCR. */
  readonly verdicts: readonly PcrVerdict[];
  readonly digest: DigestOutcome;
  /** Index of the log that the PCRs tell of; null without one. The others of a container are history. */
  readonly log: number | null;
  /** Entries of the measurement list at the moment of the quote; null without one, or where it doesn't replay. */
  readonly imaEntries: number | null;
  /** Banks that nobody can use, because all their PCRs were extended by zeros once more. */
  readonly cappedBanks: readonly number[];
}

/** Why there is no log to compare with. */
export type NoLogReason = 'log-absent' | 'log-empty' | 'log-unreadable';

/** What is compared. */
export interface PcrComparisonInput {
  /** Null: nothing is attested. `hash` is that of the signature. */
  readonly quoted: { readonly selections: readonly PcrSelection[]; readonly pcrDigest: Uint8Array; readonly hash: TpmHashName } | null;
  /** Values that came beside the quote, or that somebody read; null for none. */
  readonly values: readonly PcrValue[] | null;
  readonly logs: readonly EventLog[];
  readonly noLog: NoLogReason;
  readonly imaLog: ImaLog | null;
  /** What systemd measured while the system ran; null without it. */
  readonly runtimeLog: RuntimeLog | null;
  /** PCRs that matched a log earlier in the same boot: what differs now was extended since. */
  readonly matchedEarlier: readonly { readonly hash: number; readonly pcr: number }[];
}
