import type { Members } from '#lib/encoding/members.ts';
import type { ResultCarrier, ResultContents, ResultFormat, ResultSeal } from './types.ts';

/** What a file was opened into: the claims of one token, tokens that belong together, JSON, or a table. */
export type Opened =
  | { readonly carrier: 'jwt' | 'cwt'; readonly claims: Members; readonly seal: ResultSeal }
  | { readonly carrier: 'json'; readonly value: unknown }
  | { readonly carrier: 'csv'; readonly text: string };

/** What an adapter made of it. */
export interface Adapted {
  readonly contents: ResultContents;
  readonly seals: readonly ResultSeal[];
  readonly claims: unknown;
  /** Where it is another one than what was opened. */
  readonly carrier?: ResultCarrier;
}

/** One form of results. To add one, write its file and add it to the list in `adapters.ts`. */
export interface ResultAdapter {
  readonly format: ResultFormat;
  /** Whether what was opened has this form; asked in the order of the list. */
  readonly fits: (opened: Opened) => boolean;
  /** @throws ParseError for a part that is no token at all */
  readonly read: (opened: Opened) => Adapted;
}

/** The adapter of a form that tokens carry. */
export interface TokenForm {
  readonly format: ResultFormat;
  readonly fits: (claims: Members) => boolean;
  readonly read: (claims: Members) => ResultContents;
}

/** Makes an adapter of one that reads claims alone. */
export function tokenAdapter({ format, fits, read }: TokenForm): ResultAdapter {
  return {
    format,
    fits: (opened) => (opened.carrier === 'jwt' || opened.carrier === 'cwt') && fits(opened.claims),
    read: (opened) => {
      if (opened.carrier === 'json' || opened.carrier === 'csv') throw new TypeError('not a token');
      return { contents: read(opened.claims), seals: [opened.seal], claims: opened.claims };
    },
  };
}
