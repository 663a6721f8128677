/** A reference manifest, as the list shows it. */
export interface ReferenceRow {
  readonly sha256: string;
  readonly documentId: string;
  readonly name: string;
  readonly firmwareVersion: string | null;
  /** The first of them. */
  readonly models: readonly string[];
  readonly furtherModels: number;
  readonly trusted: boolean;
  readonly signer: string | null;
  /** Why it doesn't count; null where it does. */
  readonly open: string | null;
  /** `12`, or `more than 1,000`. */
  readonly devices: string;
}
