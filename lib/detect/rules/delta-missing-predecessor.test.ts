import { expect, test } from 'vitest';
import type { PredecessorGround } from '#lib/device/types.ts';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { deltaMissingPredecessor } from './delta-missing-predecessor.ts';

const because = [artifactId('base')];

test('fires as medium when the files convince', () => {
  const problems = [{ kind: 'delta-missing-predecessor', because, predecessor: 'number 41', ground: 'not-at-hand' }] as const;
  expect(deltaMissingPredecessor.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'medium', because }]);
});

test("fires as low, without weight, for a stranger's file", () => {
  const problems = [{ kind: 'delta-missing-predecessor', because, predecessor: 'number 41', ground: 'not-at-hand' }] as const;
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(deltaMissingPredecessor.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('says which it is, an absent predecessor or one that does not count, and what to do about each', () => {
  const told = (ground: PredecessorGround) => {
    const problems = [{ kind: 'delta-missing-predecessor', because, predecessor: 'number 41', ground }] as const;
    return deltaMissingPredecessor.evaluate(makeContext({ problems }))[0];
  };
  expect(told('not-at-hand')?.detail).toContain('number 41, is not at hand.');
  expect(told('not-convincing')?.detail).toContain('is at hand, and does not count: not all of its required checks pass.');
  expect(told('not-applied')?.detail).toContain('was not applied itself.');
  const all = ['not-at-hand', 'not-convincing', 'not-applied', 'platform-differs', 'holder-differs', 'reference-contradicts'] as const;
  expect(new Set(all.map((ground) => told(ground)?.resolve)).size).toBe(all.length);
});

test('stays silent for a delta whose predecessor is at hand', () => {
  expect(deltaMissingPredecessor.evaluate(makeContext())).toEqual([]);
});
