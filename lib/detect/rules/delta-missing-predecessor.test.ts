import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { deltaMissingPredecessor } from './delta-missing-predecessor.ts';

const because = [artifactId('base')];

test('fires as medium when the files convince', () => {
  const problems = [{ kind: 'delta-missing-predecessor', because, predecessor: 'number 41' }] as const;
  expect(deltaMissingPredecessor.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'medium', because }]);
});

test("fires as low, without weight, for a stranger's file", () => {
  const problems = [{ kind: 'delta-missing-predecessor', because, predecessor: 'number 41' }] as const;
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(deltaMissingPredecessor.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for a delta whose predecessor is at hand', () => {
  expect(deltaMissingPredecessor.evaluate(makeContext())).toEqual([]);
});
