/** `unknown` means "could not be evaluated" and is never treated as `pass`. */
export type CheckStatus = 'pass' | 'fail' | 'unknown' | 'not-applicable';

/** An authority that vouches for a document. */
export interface Signer {
  /** Digest of its public key, the same in every certificate of that key. */
  readonly key: string;
  /** SHA-256 of its certificate. */
  readonly certificate: string;
  /** Its name as text. */
  readonly name: string;
}

/** One question asked of a document, and its answer. */
export interface Check {
  /** Kebab-case, such as `signature` or `chain`. */
  readonly id: string;
  readonly status: CheckStatus;
  /** One plain sentence: what was found, and what was wanted when that differs. */
  readonly detail: string;
  /** Document, version and section that asks for it. */
  readonly spec: string;
  /** Of `chain`, where a path was found: from the issuer of the document to the anchor. Of `verifier`, where a certificate speaks for it: the same. */
  readonly signers?: readonly Signer[];
  /** Kebab-case: tells cases of one status apart where somebody has to branch; absent where nobody does. */
  readonly code?: string;
  /** SHA-256 of artifacts that the answer rests on beside the document itself; absent when there are none. */
  readonly because?: readonly string[];
  /** ISO 8601: the next instant at which the answer changes by time alone; absent when it doesn't. */
  readonly changesAt?: string;
}
