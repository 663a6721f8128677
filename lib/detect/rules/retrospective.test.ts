import { expect, test } from 'vitest';
import { makeContext, makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { retrospective } from './retrospective.ts';

const late = makeDifference({ kind: 'component-added', observed: makeUnit(), authorization: 'retrospective', scope: 'history' });

test('fires for a change that was certified after it had been observed', () => {
  expect(retrospective.evaluate(makeContext({ differences: [late] }))).toMatchObject([{ severity: 'medium' }]);
});

test('stays silent for a change that was certified first', () => {
  expect(retrospective.evaluate(makeContext({ differences: [{ ...late, authorization: 'authorized-by-delta' }] }))).toEqual([]);
});
