import { expect, test } from 'vitest';
import { makeBoot } from '#lib/testing/attestation-states.ts';
import { makeContext } from '#lib/testing/device-states.ts';
import { secureBootOff } from './secure-boot-off.ts';

const signsOf = (...states: readonly ('on' | 'off' | 'unknown')[]) =>
  secureBootOff.evaluate(makeContext({ boots: states.map((secureBoot, index) => makeBoot({ secureBoot, sha256: `${index}` })) }));

test('fires where it was on before, as a change that rests on both logs', () => {
  expect(signsOf('on', 'unknown', 'off')).toMatchObject([{ severity: 'high', because: ['2', '0'] }]);
  expect(signsOf('on', 'off')[0]).not.toHaveProperty('weighs');
});

test('fires without weight where it never was on', () => {
  expect(signsOf('off')).toMatchObject([{ severity: 'low', weighs: 'none', because: ['0'] }]);
});

test('fires with what vouches for the log', () => {
  const [sign] = secureBootOff.evaluate(makeContext({ boots: [makeBoot({ secureBoot: 'off', attested: true })] }));
  expect(sign?.detail).toContain('attested by the TPM');
});

test('stays silent where it is on, where nothing tells, and where it is on again', () => {
  expect([signsOf('on'), signsOf('unknown'), signsOf(), signsOf('off', 'on')]).toEqual([[], [], [], []]);
});
