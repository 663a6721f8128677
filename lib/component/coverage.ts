import type { Category } from './types.ts';

/** What a source can see. Categories outside are blind: nothing follows from their absence. */
export interface Coverage {
  readonly version: number;
  readonly complete: readonly Category[];
  /** Seen in part: rows count, absence doesn't. */
  readonly partial: readonly Category[];
}
