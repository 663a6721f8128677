import { expect, test } from 'vitest';
import { pluralText, translate } from './message.ts';

test('a message takes its values', () => {
  expect(translate('en', 'verdict.computed', { at: 'noon', ruleSet: '1' })).toBe('Computed at noon with rule set 1.');
});

test.each([
  [1, '1 equal row is hidden'],
  [0, '0 equal rows are hidden'],
  [2, '2 equal rows are hidden'],
  [999, '999 equal rows are hidden'],
  [12_345, '12,345 equal rows are hidden'],
])('%i takes its own plural form', (count, text) => {
  expect(translate('en', 'difference.hiddenEqual', { count })).toBe(text);
});

test('a plural takes other values too', () => {
  expect(pluralText('en', { one: '{count} {what}', other: '{count} {what}s' }, { count: 3, what: 'part' })).toBe('3 parts');
});

test('a key that is not in the catalogue is refused', () => {
  // @ts-expect-error: the type forbids it; the refusal is for callers that cast
  expect(() => translate('en', 'difference.change')).toThrow('no message');
  // @ts-expect-error: as above
  expect(() => translate('en', 'difference.change.constructor')).toThrow('no message');
});
