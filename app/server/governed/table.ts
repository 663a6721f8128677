import type { Catalogue } from '#lib/i18n/catalogue.ts';
import type { GoverningKind } from '#lib/present/vocabulary.ts';

/** Where the pages of a table are, and what they are called. */
export interface Table {
  /** Its list; the page of a line is below it. */
  readonly path: '/policy' | '/aliases' | '/attestation-policy';
  readonly words: 'policy' | 'aliases' | 'attestationPolicy';
  /** Names of the parts of a line. */
  readonly parts: (texts: Catalogue) => readonly string[];
}

/** Every table that needs two people; what their lines say is in `lib/present/line-says.ts`. */
export const TABLES: Readonly<Record<GoverningKind, Table>> = {
  'issuer-policy': { path: '/policy', words: 'policy', parts: ({ policy: { who, may, about, when } }) => [who, may, about, when] },
  'manufacturer-alias': { path: '/aliases', words: 'aliases', parts: ({ aliases: { name, means } }) => [name, means] },
  'attestation-policy': {
    path: '/attestation-policy',
    words: 'attestationPolicy',
    parts: ({ attestationPolicy: { group, asks } }) => [group, asks],
  },
};
