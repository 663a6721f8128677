import { expect, test } from 'vitest';
import { makeContext, makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { componentRemoved } from './component-removed.ts';

const removed = makeDifference({ kind: 'component-removed', expected: makeUnit() });

test('fires for a certified component that is missing', () => {
  expect(componentRemoved.evaluate(makeContext({ differences: [removed] }))).toMatchObject([{ severity: 'high', observed: null }]);
});

test('stays silent for a component that its source cannot see', () => {
  const differences = [{ ...removed, kind: 'not-collected', authorization: null } as const];
  expect(componentRemoved.evaluate(makeContext({ differences }))).toEqual([]);
});
