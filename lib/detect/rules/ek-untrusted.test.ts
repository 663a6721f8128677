import { expect, test } from 'vitest';
import { makeBase, makeCheck, makeContext, makeEk } from '#lib/testing/device-states.ts';
import { ekUntrusted } from './ek-untrusted.ts';

const forged = makeEk({ trusted: false, checks: [makeCheck('revocation', 'unknown'), makeCheck('chain', 'fail')] });

test('fires as medium when it is the only EK certificate of the device', () => {
  const signs = ekUntrusted.evaluate(makeContext({ documents: [makeBase(), forged] }));
  expect(signs).toMatchObject([{ severity: 'medium', weighs: 'incomplete', observed: 'chain is fail' }]);
});

test('fires as low, without weight, beside one that convinces', () => {
  expect(ekUntrusted.evaluate(makeContext({ documents: [makeBase(), makeEk(), forged] }))).toMatchObject([
    { severity: 'low', weighs: 'none' },
  ]);
});

test('stays silent for an EK certificate that convinces', () => {
  expect(ekUntrusted.evaluate(makeContext())).toEqual([]);
});
