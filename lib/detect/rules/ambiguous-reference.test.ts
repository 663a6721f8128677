import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { ambiguousReference } from './ambiguous-reference.ts';

const because = [artifactId('base')];

test('fires as medium when the files convince', () => {
  const problems = [{ kind: 'ambiguous-reference', because, detail: 'what happened.' }] as const;
  expect(ambiguousReference.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'medium', because }]);
});

test("fires as low, without weight, for a stranger's file", () => {
  const problems = [{ kind: 'ambiguous-reference', because, detail: 'what happened.' }] as const;
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(ambiguousReference.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for references with one candidate', () => {
  expect(ambiguousReference.evaluate(makeContext())).toEqual([]);
});
