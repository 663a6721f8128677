import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLAIM_NAMES, isTrustworthinessValue, meaningOf, statusOf, TIERS, tierOf, worseTier, worstTier } from './trustworthiness.ts';

test.each([
  [-128, 'contraindicated'],
  [-97, 'contraindicated'],
  [-96, 'warning'],
  [-33, 'warning'],
  [-32, 'affirming'],
  [-2, 'affirming'],
  [-1, 'none'],
  [0, 'none'],
  [1, 'none'],
  [2, 'affirming'],
  [31, 'affirming'],
  [32, 'warning'],
  [95, 'warning'],
  [96, 'contraindicated'],
  [127, 'contraindicated'],
])('the value %i acts as %s', (value, tier) => {
  expect(tierOf(value)).toBe(tier);
  expect(isTrustworthinessValue(value)).toBe(true);
});

test.each([128, -129, 2.5, '2', null, Number.NaN, true])('%s is no value', (value) => {
  expect(isTrustworthinessValue(value)).toBe(false);
});

test('a value that no standard defines is told by its tier', () => {
  expect(meaningOf('executables', 4)).toContain('acts as affirming');
  expect(meaningOf('hardware', -100)).toContain('private value; it acts as contraindicated');
  expect(meaningOf('hardware', 99)).toContain('cryptographic');
});

test('every claim has words for what it affirms, warns of where it can, and contraindicates', () => {
  for (const name of CLAIM_NAMES) for (const value of [2, 96, 99]) expect(meaningOf(name, value)).not.toContain('does not define');
});

test('the worse of two is one of them, whatever their order, and nothing at all says nothing', () => {
  const tier = fc.constantFrom(...TIERS);
  fc.assert(
    fc.property(tier, tier, (a, b) => {
      expect([a, b]).toContain(worseTier(a, b));
      expect(worseTier(a, b)).toBe(worseTier(b, a));
      expect(worstTier([a, b])).toBe(worseTier(a, b));
    }),
  );
  expect(worstTier([])).toBe('none');
  expect(worseTier('affirming', 'none')).toBe('none');
  expect(worseTier('none', 'warning')).toBe('warning');
});

test.each([
  ['affirming', 'affirming'],
  [2, 'affirming'],
  [0, 'none'],
  [32, 'warning'],
  [96, 'contraindicated'],
  [3, 'affirming'],
  ['Affirming', null],
  ['', null],
  [2.5, null],
  [undefined, null],
])('the status %j is read as %s', (written, tier) => {
  expect(statusOf(written)).toBe(tier);
});
