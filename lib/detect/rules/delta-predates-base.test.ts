import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { deltaPredatesBase } from './delta-predates-base.ts';

const because = [artifactId('base')];

test('fires as medium when the files convince', () => {
  const problems = [{ kind: 'delta-predates-base', because, detail: 'what happened.' }] as const;
  expect(deltaPredatesBase.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'medium', because }]);
});

test("fires as low, without weight, for a stranger's file", () => {
  const problems = [{ kind: 'delta-predates-base', because, detail: 'what happened.' }] as const;
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(deltaPredatesBase.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for a delta that begins later', () => {
  expect(deltaPredatesBase.evaluate(makeContext())).toEqual([]);
});
