import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { statementVoid } from './statement-void.ts';

const because = [artifactId('base')];

test('fires as low when the files convince', () => {
  const problems = [{ kind: 'statement-void', because, detail: 'what happened.' }] as const;
  expect(statementVoid.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'low', because }]);
});

test("fires as low, without weight, for a stranger's file", () => {
  const problems = [{ kind: 'statement-void', because, detail: 'what happened.' }] as const;
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(statementVoid.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for statements in force', () => {
  expect(statementVoid.evaluate(makeContext())).toEqual([]);
});
