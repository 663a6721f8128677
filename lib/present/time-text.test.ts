import { expect, test } from 'vitest';
import { differsByMinute } from './time-text.ts';

test('two spellings of one minute do not differ', () => {
  expect(differsByMinute('2026-11-22T14:05:00Z', '2026-11-22T14:05:30.123Z')).toBe(false);
  expect(differsByMinute('2026-11-22T14:05:00Z', '2026-11-22T14:06:00Z')).toBe(true);
});
