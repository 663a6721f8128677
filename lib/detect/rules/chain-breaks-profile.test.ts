import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { chainBreaksProfile } from './chain-breaks-profile.ts';

const because = [artifactId('base')];
const problems = [{ kind: 'chain-breaks-profile', because, detail: 'what is broken.' }] as const;

test('fires as low, and weighs nothing', () => {
  expect(chainBreaksProfile.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'low', because }]);
  expect(chainBreaksProfile.weighs).toBe('none');
});

test("fires for a stranger's file too, without weight", () => {
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(chainBreaksProfile.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for a chain that keeps to its rules', () => {
  expect(chainBreaksProfile.evaluate(makeContext())).toEqual([]);
});
