import { expect, test } from 'vitest';
import { makeContext, makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { serialUnconfirmed } from './serial-unconfirmed.ts';

const blank = makeDifference({
  kind: 'serial-unconfirmed',
  expected: makeUnit(),
  observed: makeUnit({ serial: null }),
  authorization: null,
});

test('fires as incomplete evidence when the serial was never read', () => {
  expect(serialUnconfirmed.evaluate(makeContext({ differences: [blank] }))).toMatchObject([{ severity: 'medium', weighs: 'incomplete' }]);
});

test('fires as a change when the same source read the serial before', () => {
  const differences = [{ ...blank, serialReadBefore: true }];
  expect(serialUnconfirmed.evaluate(makeContext({ differences }))).toMatchObject([{ severity: 'high', weighs: 'changed' }]);
});

test('stays silent for a serial that was read', () => {
  expect(serialUnconfirmed.evaluate(makeContext())).toEqual([]);
});
