import type { Glyph, Tone } from '#lib/present/tone.ts';

/** An act of handing in, as the table shows it: text of files is visible text. */
export interface SubmissionRow {
  readonly id: string;
  readonly sha256: string;
  /** Null when the file came without a name. */
  readonly name: string | null;
  /** Null while it was not read. */
  readonly kind: string | null;
  readonly receivedAt: string;
  readonly by: string;
  readonly mark: { readonly glyph: Glyph; readonly tone: Tone; readonly word: string };
  readonly devices: readonly { readonly id: string; readonly name: string }[];
  readonly hasMoreDevices: boolean;
  /** Why it belongs to no device, and what to do; null where there is nothing to say. */
  readonly told: string | null;
}
