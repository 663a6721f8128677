import type { ParseErrorCode, Warning } from '#lib/encoding/parse-error.ts';
import type { ImaLog } from '#lib/tpm/ima-entries.ts';
import type { PcrValue } from '#lib/tpm/pcr-values.ts';
import type { TpmPublicArea } from '#lib/tpm/public-area.ts';
import type { RuntimeLog } from '#lib/tpm/runtime-log.ts';
import type { TpmSignature } from '#lib/tpm/signature.ts';
import type { EventLogDocument, TpmQuote } from '#lib/tpm/types.ts';
import type { InventoryFile } from './evidence-binding.ts';

/** Why a log that came with a quote could not be read. The quote counts all the same. */
export interface LogFailure {
  readonly code: ParseErrorCode;
  readonly message: string;
  /** Octet of the log. */
  readonly offset: number | null;
}

/**
 * A log beside a quote. `absent`: the device sent none. `empty`: it sent a file without an octet, as some virtual machines have one.
 * `unreadable`: it is no log, or a damaged one.
 */
export type LogBeside<T> =
  | { readonly state: 'absent' }
  | { readonly state: 'empty' }
  | { readonly state: 'unreadable'; readonly failure: LogFailure }
  /** `sha256` of its octets tells two logs apart. */
  | { readonly state: 'read'; readonly log: T; readonly sha256: string };

/** What a device says of itself with its TPM: a signed quote, the keys behind it, and the logs that the quote can be compared with. */
export interface AttestationEvidence {
  readonly kind: 'attestation-evidence';
  readonly version: 1;
  readonly attestationKey: TpmPublicArea;
  readonly endorsementKey: TpmPublicArea | null;
  /** DER, as the TPM keeps it: it may have a head of its own in front and padding behind. */
  readonly endorsementCertificate: Uint8Array | null;
  readonly quote: TpmQuote;
  readonly signature: TpmSignature;
  /** What the device says that its PCRs hold; null where it doesn't. Nothing attests it but the digest of the quote. */
  readonly pcrValues: readonly PcrValue[] | null;
  readonly eventLog: LogBeside<EventLogDocument>;
  readonly imaLog: LogBeside<ImaLog>;
  /** What systemd measured while the system ran. */
  readonly runtimeLog: LogBeside<RuntimeLog>;
  /** As the programs printed them, sorted by name. */
  readonly inventory: readonly InventoryFile[];
  readonly warnings: readonly Warning[];
}
