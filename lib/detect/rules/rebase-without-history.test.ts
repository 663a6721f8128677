import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { rebaseWithoutHistory } from './rebase-without-history.ts';

const because = [artifactId('base')];
const problems = [{ kind: 'rebase-without-history', because, predecessor: 'certificate 7 of CN=X' }] as const;

test('fires as low, and weighs nothing', () => {
  expect(rebaseWithoutHistory.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'low', because }]);
  expect(rebaseWithoutHistory.weighs).toBe('none');
});

test("fires for a stranger's file too, without weight", () => {
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(rebaseWithoutHistory.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent when the history is at hand', () => {
  expect(rebaseWithoutHistory.evaluate(makeContext())).toEqual([]);
});
