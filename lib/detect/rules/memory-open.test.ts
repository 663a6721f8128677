import { expect, test } from 'vitest';
import type { Exposure } from '#lib/device/attested/exposures.ts';
import { makeBoot } from '#lib/testing/attestation-states.ts';
import { makeContext } from '#lib/testing/device-states.ts';
import { memoryOpen } from './memory-open.ts';

const signsOf = (...boots: readonly (readonly Exposure[])[]) =>
  memoryOpen.evaluate(makeContext({ boots: boots.map((exposures, index) => makeBoot({ exposures, sha256: `${index}` })) }));

test('fires where it was not so before, as a change that rests on both logs', () => {
  const [sign, ...others] = signsOf([], ['open-memory']);
  expect(sign).toMatchObject({ severity: 'high', because: ['1', '0'] });
  expect(sign).not.toHaveProperty('weighs');
  expect(others).toEqual([]);
});

test('fires without weight where it was never otherwise', () => {
  expect(signsOf(['open-memory'], ['open-memory'])).toMatchObject([{ severity: 'low', weighs: 'none', because: ['1'] }]);
});

test('stays silent once a start is without it, for other openings, and without a log', () => {
  expect([signsOf(['open-memory'], []), signsOf(['firmware-debugger']), signsOf()]).toEqual([[], [], []]);
});
