import { expect, test } from 'vitest';
import type { Exposure } from '#lib/device/attested/exposures.ts';
import { makeBoot } from '#lib/testing/attestation-states.ts';
import { makeContext } from '#lib/testing/device-states.ts';
import { debuggerAllowed } from './debugger-allowed.ts';

const signsOf = (...boots: readonly (readonly Exposure[])[]) =>
  debuggerAllowed.evaluate(makeContext({ boots: boots.map((exposures, index) => makeBoot({ exposures, sha256: `${index}` })) }));

test('fires for the firmware and for the kernel, even where it was never otherwise', () => {
  expect(signsOf(['firmware-debugger', 'kernel-debugger'])).toMatchObject([
    { key: 'firmware-debugger', severity: 'high', weighs: 'changed', because: ['0'] },
    { key: 'kernel-debugger', severity: 'high', weighs: 'changed', because: ['0'] },
  ]);
});

test('rests on the last start without it, too', () => {
  const [sign] = signsOf([], ['firmware-debugger'], ['firmware-debugger']);
  expect(sign).toMatchObject({ because: ['2', '0'] });
  expect(sign?.detail).toMatch(
    /^The firmware let a debugger be attached at the start .*, by a log that nothing attests; at .* it was not so\.$/,
  );
});

test('stays silent once a start is without it, for other openings, and without a log', () => {
  expect([signsOf(['firmware-debugger'], []), signsOf(['open-memory', 'test-signing']), signsOf()]).toEqual([[], [], []]);
});
