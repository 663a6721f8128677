import { expect, test } from 'vitest';
import { makeContext, makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { revisionChanged } from './revision-changed.ts';

const unit = (revision: string | null, over: Parameters<typeof makeUnit>[0] = {}) => makeUnit({ category: 'storage', revision, ...over });
const changed = makeDifference({ kind: 'revision-changed', expected: unit('FW1'), observed: unit('FW2') });
const evaluate = (difference: typeof changed) => revisionChanged.evaluate(makeContext({ differences: [difference] }));

test('fires as medium for another revision that nobody signed for, and names both', () => {
  expect(evaluate(changed)).toMatchObject([
    { severity: 'medium', detail: expect.stringContaining('has revision FW2 instead of FW1; nobody signed') },
  ]);
});

test('is low where nothing is expected and only the step between two reports is known', () => {
  const context = makeContext({
    differences: [{ ...changed, scope: 'history' }],
    expected: { basis: 'none', units: [], properties: [], because: [] },
  });
  expect(revisionChanged.evaluate(context)).toMatchObject([{ severity: 'low' }]);
});

test('stays silent where somebody signed for it, and for other kinds', () => {
  expect(evaluate({ ...changed, authorization: 'authorized-by-delta' })).toEqual([]);
  expect(evaluate({ ...changed, kind: 'attribute-only' })).toEqual([]);
});

test('leaves the same revision with another digest to its own rule', () => {
  const digests = { expected: unit('1', { hashes: { 'sha-256': 'aa' } }), observed: unit('1', { hashes: { 'sha-256': 'bb' } }) };
  expect(evaluate({ ...changed, ...digests })).toEqual([]);
});
