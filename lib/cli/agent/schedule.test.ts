import { expect, test } from 'vitest';
import { nextPause, parseDuration, waitFor } from './schedule.ts';

test('times are read in seconds, minutes, hours and days, up to thirty of these', () => {
  expect(['90s', '10m', '1h', '2d', '30d', '720h'].map(parseDuration)).toEqual([
    90_000, 600_000, 3_600_000, 172_800_000, 2_592_000_000, 2_592_000_000,
  ]);
  expect(['31d', '1', 'h', '-1h', '1.5h', '1w', ' 1h', '99999999s'].map(parseDuration)).toEqual(Array(8).fill(null));
});

test('the pause is the usual one and a share of the jitter', () => {
  const schedule = { everyMs: 3_600_000, jitterMs: 600_000 };
  expect([0, 0.5].map((chance) => nextPause(schedule, { failures: 0, chance }))).toEqual([3_600_000, 3_900_000]);
});

test('after a failure the pause is short, doubles with each further one, and is never longer than usual', () => {
  const pauses = [1, 2, 3, 8, 1000].map((failures) => nextPause({ everyMs: 3_600_000, jitterMs: 0 }, { failures, chance: 0.9 }));
  expect(pauses).toEqual([30_000, 60_000, 120_000, 3_600_000, 3_600_000]);
});

test('a server that asks to be left alone is, and its machines come back apart', () => {
  const schedule = { everyMs: 60_000, jitterMs: 10_000 };
  const pauseAfter = (retryAfterMs: number, chance: number): number => nextPause(schedule, { failures: 1, chance, retryAfterMs });
  expect([pauseAfter(600_000, 0), pauseAfter(600_000, 0.5), pauseAfter(1000, 0)]).toEqual([600_000, 605_000, 30_000]);
});

test('a wait ends at once when the agent is told to stop', async () => {
  const stop = new AbortController();
  const waiting = waitFor(60_000, stop.signal);
  stop.abort();
  expect(await waiting).toBe(false);
  expect(await waitFor(0, new AbortController().signal)).toBe(true);
});
