import { expect, test } from 'vitest';
import { briefTime, daysText, dayText, timeText } from './time-text.ts';

test('an instant is told in UTC with its zone', () => {
  expect(timeText('2026-11-22T23:05:59+09:00')).toBe('2026-11-22 14:05 UTC');
  expect(dayText('2026-11-22T05:05:00+09:00')).toBe('2026-11-21');
});

test('a text that is no time stays as it is', () => {
  expect(timeText('yesterday')).toBe('yesterday');
});

test('a fraction of zero is left out, also inside a sentence, and another one stays', () => {
  expect(briefTime('2026-06-01T00:00:00.000Z')).toBe('2026-06-01T00:00:00Z');
  expect(briefTime('2026-06-01T00:00:00Z')).toBe('2026-06-01T00:00:00Z');
  expect(briefTime('2026-06-01T00:00:00.010Z')).toBe('2026-06-01T00:00:00.010Z');
  expect(briefTime('from 2026-06-01T00:00:00.000Z to 2026-06-02T00:00:00.0Z, version 1.000Z')).toBe(
    'from 2026-06-01T00:00:00Z to 2026-06-02T00:00:00Z, version 1.000Z',
  );
});

test('one day is told as one', () => {
  expect([1, 2].map(daysText)).toEqual(['1 day', '2 days']);
});
