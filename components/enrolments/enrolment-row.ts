import type { Glyph, Tone } from '#lib/present/tone.ts';

/** An attestation key that was enrolled, as its list shows it. */
export interface EnrolmentRow {
  /** Id of the statement. */
  readonly id: string;
  /** Name of the key in hexadecimal. */
  readonly name: string;
  readonly device: { readonly id: string; readonly text: string } | null;
  readonly how: string;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  /** When the key answered last. */
  readonly answered: string;
  readonly mark: { readonly glyph: Glyph; readonly tone: Tone; readonly word: string };
  /** Who took it back, when and why; null while it stands. */
  readonly withdrawn: string | null;
}
