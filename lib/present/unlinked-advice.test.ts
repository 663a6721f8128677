import { expect, test } from 'vitest';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { unlinkedAdvice } from './unlinked-advice.ts';

const { next } = catalogueOf('en').unlinked;

test('each reason has its own advice, and a reason of another version the general one', () => {
  expect(unlinkedAdvice('predecessor-missing', next)).toBe(next['predecessor-missing']);
  expect(unlinkedAdvice('authority-certificate', next)).toContain('Nothing is to be done.');
  expect(unlinkedAdvice('a reason of a later version', next)).toBe(next.other);
  expect(unlinkedAdvice('toString', next)).toBe(next.other);
});
