import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { baseMissing } from './base-missing.ts';

const because = [artifactId('base')];

test('fires as medium when the files convince', () => {
  const problems = [{ kind: 'base-missing', because }] as const;
  expect(baseMissing.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'medium', because }]);
});

test("fires as low, without weight, for a stranger's file", () => {
  const problems = [{ kind: 'base-missing', because }] as const;
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(baseMissing.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for a device with its base', () => {
  expect(baseMissing.evaluate(makeContext())).toEqual([]);
});
