import type { Warning } from '#lib/encoding/parse-error.ts';
import type { Attested, TpmsAttest } from './attest.ts';

/** A digest of one record in one bank. */
export interface EventDigest {
  /** TPM_ALG_ID. */
  readonly hash: number;
  readonly digest: Uint8Array;
}

/** One record of an event log, as written: nothing of it but the digests is measured by itself. */
export interface LogEvent {
  /** Offset of the record in the file. */
  readonly offset: number;
  readonly pcr: number;
  /** TCG event type. No digest covers it. */
  readonly type: number;
  readonly digests: readonly EventDigest[];
  readonly data: Uint8Array;
}

/** The head of a crypto-agile log. @spec TCG PC Client Platform Firmware Profile 1.06 section 10.4.5.1 */
export interface SpecIdEvent {
  readonly platformClass: number;
  /** Such as `2.0`. */
  readonly version: string;
  readonly errata: number;
  readonly algorithms: readonly { readonly hash: number; readonly size: number }[];
  readonly vendorInfo: Uint8Array;
}

/** Octets behind the last record. */
export interface LogPadding {
  readonly offset: number;
  readonly octets: number;
  /** Whether all of them are the same: others may hide something. */
  readonly uniform: boolean;
}

/** One boot, told record by record. */
export interface EventLog {
  /** `sha1`: each record has a SHA-1 digest. `crypto-agile`: each has one for each bank that the head names. */
  readonly format: 'sha1' | 'crypto-agile';
  readonly specId: SpecIdEvent | null;
  /** Banks, in the order of the head. */
  readonly algorithms: readonly number[];
  /** In the order of the log, without the head of a crypto-agile one. */
  readonly events: readonly LogEvent[];
  /** The locality that started the TPM; 0 where the log tells none. @spec section 10.4.5.3 */
  readonly startupLocality: number;
  /** What a table is filled up with; null where the log ends with its last record. */
  readonly padding: LogPadding | null;
}

/** What a file is known by. */
export interface FileDigests {
  readonly octets: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly sha384: string;
  readonly sha512: string;
}

/** A file that holds one event log, or several that a collector packed together. */
export interface EventLogDocument {
  readonly kind: 'tpm-event-log';
  /** In the order of the file; one where it is no container. */
  readonly logs: readonly EventLog[];
  /** Of the whole file, by which a reference manifest knows it again. */
  readonly file: FileDigests;
  readonly warnings: readonly Warning[];
}

/** A quote on its own, without the signature and the key that it would convince with. */
export interface TpmQuote extends Omit<TpmsAttest, 'attested'>, Omit<Extract<Attested, { type: 'quote' }>, 'type'> {
  readonly kind: 'tpm-quote';
  readonly warnings: readonly Warning[];
}
