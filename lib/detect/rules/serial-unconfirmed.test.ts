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

test('speaks of the address where the part has no serial', () => {
  const expected = makeUnit({ serial: null, addresses: [{ kind: 'ethernet-mac', value: 'B4:96:91:00:00:01' }] });
  const difference = makeDifference({ kind: 'serial-unconfirmed', expected, observed: makeUnit({ serial: null }) });
  const [sign] = serialUnconfirmed.evaluate(makeContext({ differences: [difference] }));
  expect(sign).toMatchObject({ severity: 'medium', detail: expect.stringMatching(/^The address of .*B4:96:91:00:00:01 was not read/) });
});
