import { expect, test } from 'vitest';
import { ROLES, tokenScopesOf } from '#lib/auth/rights.ts';
import { catalogueOf, LOCALES } from '#lib/i18n/catalogue.ts';

test.each(LOCALES)('every scope that a token may carry is told in words, and nothing else is: %s', (locale) => {
  const scopes = new Set<string>(ROLES.flatMap(tokenScopesOf));
  expect(new Set(Object.keys(catalogueOf(locale).access.scopeMeanings))).toEqual(scopes);
});
