import { expect, test } from 'vitest';
import { segmentsOf } from './segments.ts';

test('a shared begin and end are equal, the middle is marked', () => {
  expect(segmentsOf('SN-0001-A', 'SN-0666-A')).toEqual({
    old: [
      { text: 'SN-0', mark: 'equal' },
      { text: '001', mark: 'old' },
      { text: '-A', mark: 'equal' },
    ],
    now: [
      { text: 'SN-0', mark: 'equal' },
      { text: '666', mark: 'new' },
      { text: '-A', mark: 'equal' },
    ],
  });
});

test('what was only appended is marked on one side', () => {
  expect(segmentsOf('1.2', '1.2.1')).toEqual({
    old: [{ text: '1.2', mark: 'equal' }],
    now: [
      { text: '1.2', mark: 'equal' },
      { text: '.1', mark: 'new' },
    ],
  });
});

test('values with nothing in common are marked as a whole', () => {
  expect(segmentsOf('abc', 'xyz')).toEqual({ old: [{ text: 'abc', mark: 'old' }], now: [{ text: 'xyz', mark: 'new' }] });
});

test('a character of several code points is not cut', () => {
  const { old } = segmentsOf('ab\u{1F468}\u200D\u{1F469}', 'ab\u{1F468}\u200D\u{1F467}');
  expect(old.map(({ text }) => text)).toEqual(['ab', '\u{1F468}\u200D\u{1F469}']);
});

test('equal and empty values are not marked', () => {
  expect(segmentsOf('a', 'a').old).toEqual([{ text: 'a', mark: 'equal' }]);
  expect(segmentsOf('', 'new one')).toEqual({ old: [], now: [{ text: 'new one', mark: 'new' }] });
});
