import { expect, test } from 'vitest';
import { makeBase, makeCheck, makeContext } from '#lib/testing/device-states.ts';
import { weakAlgorithm } from './weak-algorithm.ts';

const checks = [makeCheck('strength', 'fail', 'the signature uses SHA-1')];

test('fires for a base on which the answer rests', () => {
  const documents = [makeBase({ checks })];
  expect(weakAlgorithm.evaluate(makeContext({ documents }))).toMatchObject([
    { severity: 'medium', weighs: 'incomplete', observed: 'the signature uses SHA-1' },
  ]);
});

test('fires as low for a file on which nothing rests', () => {
  const documents = [makeBase({ checks, contributes: false, trusted: false })];
  expect(weakAlgorithm.evaluate(makeContext({ documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for what is strong enough', () => {
  expect(weakAlgorithm.evaluate(makeContext())).toEqual([]);
});
