import { expect, test } from 'vitest';
import { makeContext, makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { componentAdded } from './component-added.ts';

const added = makeDifference({ kind: 'component-added', observed: makeUnit({ serial: '29AC274B' }) });

test('fires for a component that nobody signed for', () => {
  const [sign, ...rest] = componentAdded.evaluate(makeContext({ differences: [added] }));
  expect(rest).toEqual([]);
  expect(sign).toMatchObject({ severity: 'high', expected: null, because: added.because });
  expect(sign?.observed).toContain('29AC274B');
  expect(sign?.detail).toContain('nobody signed for it');
});

test('fires as medium for a step between observations when nothing is expected', () => {
  const expected = { basis: 'none', units: [], properties: [], because: [] } as const;
  const differences = [{ ...added, scope: 'history' } as const];
  expect(componentAdded.evaluate(makeContext({ differences, expected }))).toMatchObject([{ severity: 'medium' }]);
});

test('stays silent for a component that a delta added', () => {
  expect(componentAdded.evaluate(makeContext({ differences: [{ ...added, authorization: 'authorized-by-delta' }] }))).toEqual([]);
});

test('stays silent for history while an expected state decides', () => {
  expect(componentAdded.evaluate(makeContext({ differences: [{ ...added, scope: 'history' }] }))).toEqual([]);
});

test('stays silent for parts that policy exempts', () => {
  expect(componentAdded.evaluate(makeContext({ differences: [added] }, { exemptCategories: ['memory'] }))).toEqual([]);
});
