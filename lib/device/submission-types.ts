/** One act of handing in. The same bytes handed in again are a new submission. Times are ISO 8601, UTC. */
export interface Submission {
  readonly id: string;
  /** The artifact. */
  readonly sha256: string;
  readonly receivedAt: string;
  /** When the submitter says it was observed; proves nothing. */
  readonly observedAt: string | null;
  readonly submittedBy: string;
  /** The device that the submitter named: a device id; null when none was named. */
  readonly device: string | null;
  /** `receiving-inspection`, `routine` …; null when none was given. */
  readonly role: string | null;
  /** For which devices the submitter may submit; what would enter another one waits for an operator. */
  readonly mayAttachTo: 'any' | readonly string[];
  /** The name that the file had; shown, never trusted. */
  readonly fileName: string | null;
  /** The challenge that it answers; absent where it answers none. */
  readonly challenge?: Challenge;
}

/** A question that the program asked one attestation key, and that one act of handing in answered. @spec RFC 9334 section 10.2 */
export interface Challenge {
  readonly id: string;
  /** 32 octets, hexadecimal. */
  readonly nonce: string;
  /** Name of the attestation key that was asked, hexadecimal. */
  readonly attestationKey: string;
  /** PCRs that were asked for, such as `sha256:0,1,2,3`. */
  readonly selection: string;
  /** ISO 8601, UTC. An answer after `expiresAt` answers nothing. */
  readonly issuedAt: string;
  readonly expiresAt: string;
}
