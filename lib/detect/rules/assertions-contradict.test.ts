import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { assertionsContradict } from './assertions-contradict.ts';

const because = [artifactId('base')];
const problems = [{ kind: 'assertions-contradict', because, detail: 'the level of FIPS 140-2 is 2 in one and 3 in the other' }] as const;

test('fires as medium, and leaves the evidence incomplete', () => {
  expect(assertionsContradict.evaluate(makeContext({ problems }))).toMatchObject([
    { severity: 'medium', because, detail: 'The level of FIPS 140-2 is 2 in one and 3 in the other.' },
  ]);
  expect(assertionsContradict.weighs).toBe('incomplete');
});

test("fires for a stranger's file too, without weight", () => {
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(assertionsContradict.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent where nothing contradicts', () => {
  expect(assertionsContradict.evaluate(makeContext())).toEqual([]);
});
