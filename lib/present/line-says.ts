import type { GoverningKind, GoverningLines } from '#lib/device/statement/statement-types.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { askedText, groupText } from './attestation-policy-text.ts';
import { lineText } from './policy-text.ts';
import { visibleText } from './visible-text.ts';

export { letsSpeak } from '#lib/device/statement/statements.ts';

type Texts = Pick<Catalogue, 'policy' | 'aliases' | 'attestationPolicy' | 'governed' | 'category'>;
type Row<Kind extends GoverningKind> = { readonly id: string; readonly line: GoverningLines[Kind] };

/** What a line of a table that needs two people says; safe to show. */
export interface LineSays {
  /** Part by part, as the columns of its table are named. */
  readonly parts: readonly string[];
  /** All of it. */
  readonly sentence: string;
  /** What its page is called, and what that tells below. */
  readonly heading: string;
  readonly lead: string;
}

const SAYS: { readonly [Kind in GoverningKind]: (texts: Texts, row: Row<Kind>) => LineSays } = {
  'issuer-policy': (texts, { id, line }) => {
    const { who, may, about, when } = lineText(texts, line);
    const { one, oneLead } = texts.policy;
    const heading = fill(one, { name: shortId(id) });
    return { parts: [who, may, about, when], sentence: `${who}: ${may}; ${about}; ${when}`, heading, lead: oneLead };
  },
  'manufacturer-alias': ({ aliases }, { line }) => {
    const names = { name: visibleText(line.name), means: visibleText(line.means) };
    const pair = fill(aliases.pair, names);
    return { parts: [names.name, names.means], sentence: pair, heading: pair, lead: aliases.oneLead };
  },
  'attestation-policy': (texts, { line }) => {
    const [group, asks] = [groupText(texts, line), askedText(texts, line)];
    return {
      parts: [group, asks],
      sentence: `${group}: ${asks}`,
      heading: `${group.charAt(0).toUpperCase()}${group.slice(1)}`,
      lead: fill(texts.attestationPolicy.oneLead, { asks }),
    };
  },
};

/** A line of a table in words. */
export const lineSays = <Kind extends GoverningKind>(texts: Texts, kind: Kind, row: Row<Kind>): LineSays => SAYS[kind](texts, row);

/** As much of a line's id as names it among the few of a table. */
export const shortId = (id: string): string => id.slice(0, 8);
