/** A file that waits for its device. */
export interface UnlinkedRow {
  readonly submission: string;
  readonly document: string;
  readonly sha256: string;
  readonly kind: string;
  /** Null when it had none. */
  readonly fileName: string | null;
  readonly receivedAt: string;
  readonly submittedBy: string;
  /** The ground in a word or two, and as a sentence. */
  readonly reason: string;
  readonly detail: string;
  /** What makes it link, or that nothing does. */
  readonly next: string;
  /** Whether a person can say to which device it belongs. */
  readonly canBeLinked: boolean;
}
