import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { deltaContradictsBase } from './delta-contradicts-base.ts';

const because = [artifactId('base')];

test('fires as high when the files convince', () => {
  const problems = [{ kind: 'delta-contradicts-base', because, detail: 'what happened.' }] as const;
  expect(deltaContradictsBase.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'high', because }]);
});

test("fires as low, without weight, for a stranger's file", () => {
  const problems = [{ kind: 'delta-contradicts-base', because, detail: 'what happened.' }] as const;
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(deltaContradictsBase.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for a delta that fits', () => {
  expect(deltaContradictsBase.evaluate(makeContext())).toEqual([]);
});
