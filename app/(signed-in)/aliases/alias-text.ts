import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { AliasRow } from '#lib/present/alias-view.ts';
import { visibleText } from '#lib/present/visible-text.ts';

/** Two names that mean the same, in one text. */
export const aliasText = ({ aliases }: Catalogue, { line: { name, means } }: AliasRow): string =>
  fill(aliases.pair, { name: visibleText(name), means: visibleText(means) });
