import { expect, test } from 'vitest';
import { AT, makeContext } from '#lib/testing/device-states.ts';
import { makeForeignResult } from '#lib/testing/foreign-results.ts';
import { resultStale } from './result-stale.ts';

const signsOf = (over: Parameters<typeof makeForeignResult>[0]) =>
  resultStale.evaluate(makeContext({ results: [makeForeignResult(over)] }));

test('fires as medium from the instant on at which the newest result of a verifier no longer holds', () => {
  expect(signsOf({ staleAt: AT })).toMatchObject([{ severity: 'medium', observed: 'one that counted until 2026-06-01 00:00 UTC' }]);
  expect(signsOf({ staleAt: AT, standing: 'declared' })).toHaveLength(1);
  expect(resultStale.weighs).toBe('stale');
});

test('stays silent for one that holds, that a newer one replaces, and of strangers', () => {
  expect(signsOf({})).toEqual([]);
  expect(signsOf({ staleAt: '2026-06-01T00:00:01Z' })).toEqual([]);
  expect(signsOf({ staleAt: AT, isCurrent: false })).toEqual([]);
  expect(signsOf({ staleAt: null, standing: 'untrusted' })).toEqual([]);
});
