import { expect, test } from 'vitest';
import { artifactId, makeContext } from '#lib/testing/device-states.ts';
import { coverageShrunk } from './coverage-shrunk.ts';

test('fires for a kind of part that a source no longer reports', () => {
  const problems = [{ kind: 'coverage-shrunk', because: [artifactId('inventory')], category: 'storage', collector: 'paccor' }] as const;
  expect(coverageShrunk.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'medium', subject: 'storage, as seen by paccor' }]);
});

test('stays silent for a source that sees what it saw before', () => {
  expect(coverageShrunk.evaluate(makeContext())).toEqual([]);
});
