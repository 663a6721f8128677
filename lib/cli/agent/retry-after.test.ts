import { expect, test } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const NOW = Date.UTC(2026, 4, 1, 12, 0, 0);

test('seconds and dates of the standard are read, in milliseconds from now', () => {
  expect(
    ['0', '120', ' 5 ', 'Fri, 01 May 2026 12:01:30 GMT', 'Friday, 01-May-26 12:01:30 GMT'].map((text) => retryAfterMs(text, NOW)),
  ).toEqual([0, 120_000, 5000, 90_000, 90_000]);
});

test('a time that is over is now, and more than a day is a day', () => {
  expect(retryAfterMs('Fri, 01 May 2026 11:00:00 GMT', NOW)).toBe(0);
  expect([retryAfterMs('999999999', NOW), retryAfterMs('Sat, 01 May 2027 12:00:00 GMT', NOW)]).toEqual([86_400_000, 86_400_000]);
});

test('anything else says nothing', () => {
  expect(
    [null, '', '-1', '1.5', '1e3', 'soon', '2026-05-01', 'Soon, perhaps', '9999999999'].map((text) => retryAfterMs(text, NOW)),
  ).toEqual(Array(9).fill(null));
});
