import { expect, test } from 'vitest';
import { dayText, differsByMinute, timeText } from './time-text.ts';

test('an instant is told in UTC with its zone', () => {
  expect(timeText('2026-11-22T23:05:59+09:00')).toBe('2026-11-22 14:05 UTC');
  expect(dayText('2026-11-22T05:05:00+09:00')).toBe('2026-11-21');
});

test('a text that is no time stays as it is', () => {
  expect(timeText('yesterday')).toBe('yesterday');
});

test('two spellings of one minute do not differ', () => {
  expect(differsByMinute('2026-11-22T14:05:00Z', '2026-11-22T14:05:30.123Z')).toBe(false);
  expect(differsByMinute('2026-11-22T14:05:00Z', '2026-11-22T14:06:00Z')).toBe(true);
});
