import type { Document, Kind } from './types.ts';

/** One document's bytes inside an artifact: a PEM block without its armor, or the whole file. */
export interface Piece {
  readonly bytes: Uint8Array;
  /** Offset in the artifact where the piece begins. */
  readonly offset: number;
}

/** A format that Assay recognizes. `formats.ts` lists all of them, in the order in which they are asked. */
export interface Format {
  readonly name: string;
  /** Where it is written how such a file is built: the rule that a refusal breaks which names none itself. */
  readonly rule?: string;
  /** The kind when the bytes look like this format. Looks, never throws, never trusts a length. */
  readonly identify: (bytes: Uint8Array) => Kind | undefined;
  /** Whether a file that nothing identifies should be refused in this format's words: where it breaks. */
  readonly begins?: (bytes: Uint8Array) => boolean;
  /**
   * @param sha256  of the bytes, where it is known
   * @throws ParseError
   */
  readonly parse: (bytes: Uint8Array, sha256?: string) => Document;
}
