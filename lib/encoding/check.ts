/** `unknown` means "could not be evaluated" and is never treated as `pass`. */
export type CheckStatus = 'pass' | 'fail' | 'unknown' | 'not-applicable';

/** One question asked of a document, and its answer. */
export interface Check {
  /** Kebab-case, such as `signature` or `chain`. */
  readonly id: string;
  readonly status: CheckStatus;
  /** One plain sentence: what was found, and what was wanted when that differs. */
  readonly detail: string;
  /** Document, version and section that asks for it. */
  readonly spec: string;
}
