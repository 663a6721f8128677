import { expect, test } from 'vitest';
import { KINDS } from '#lib/artifact/types.ts';
import { CATEGORIES } from '#lib/component/types.ts';
import { SEVERITIES, TRUSTS } from '#lib/detect/rule.ts';
import { RULES } from '#lib/detect/rules.ts';
import { LIFECYCLES } from '#lib/device/statement/statement-types.ts';
import { catalogueOf } from '#lib/i18n/catalogue.ts';

const { category, finding, kind, lifecycle, severity, verdict } = catalogueOf('en');

test.each([
  ['trusts', TRUSTS, verdict.sentence],
  ['trusts in short', TRUSTS, verdict.word],
  ['trusts with a next step', TRUSTS, verdict.next],
  ['kinds', KINDS, kind],
  ['categories', CATEGORIES, category],
  ['lifecycle phases', LIFECYCLES, lifecycle],
  ['severities', SEVERITIES, severity],
  ['rules', [...RULES.map(({ id }) => id), 'rule-failed'], finding.title],
])('all %s have words, and no word is left over', (_, values, words) => {
  expect(Object.keys(words).sort()).toEqual([...values].sort());
});
