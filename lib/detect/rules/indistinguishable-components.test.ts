import { expect, test } from 'vitest';
import { makeContext, makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { indistinguishableComponents } from './indistinguishable-components.ts';

const anonymous = makeUnit({ serial: null });
const twin = makeDifference({ kind: 'same', expected: anonymous, observed: anonymous, authorization: null, indistinguishable: true });

test('fires as low for a replaceable part without a serial', () => {
  expect(indistinguishableComponents.evaluate(makeContext({ differences: [twin] }))).toMatchObject([{ severity: 'low' }]);
});

test('fires as information for a part that is soldered in, or of which nothing is said', () => {
  const expected = makeUnit({ serial: null, fieldReplaceable: null });
  expect(indistinguishableComponents.evaluate(makeContext({ differences: [{ ...twin, expected }] }))).toMatchObject([{ severity: 'info' }]);
});

test('stays silent for parts with serials', () => {
  expect(indistinguishableComponents.evaluate(makeContext())).toEqual([]);
});
