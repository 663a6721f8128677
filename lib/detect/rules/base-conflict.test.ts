import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { baseConflict } from './base-conflict.ts';

const because = [artifactId('base')];

test('fires as high when the files convince', () => {
  const problems = [{ kind: 'base-conflict', because }] as const;
  expect(baseConflict.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'high', because }]);
});

test("fires as low, without weight, for a stranger's file", () => {
  const problems = [{ kind: 'base-conflict', because }] as const;
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(baseConflict.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for a device with one base', () => {
  expect(baseConflict.evaluate(makeContext())).toEqual([]);
});
