import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { deltaForked } from './delta-forked.ts';

const because = [artifactId('base')];

test('fires as medium when the files convince', () => {
  const problems = [{ kind: 'delta-forked', because, applied: false }] as const;
  expect(deltaForked.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'medium', because }]);
});

test("fires as low, without weight, for a stranger's file", () => {
  const problems = [{ kind: 'delta-forked', because, applied: false }] as const;
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(deltaForked.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('fires as low for a fork that could be applied', () => {
  const problems = [{ kind: 'delta-forked', because, applied: true }] as const;
  expect(deltaForked.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'low' }]);
});

test('stays silent for deltas that follow each other', () => {
  expect(deltaForked.evaluate(makeContext())).toEqual([]);
});
