import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { identityClaimedTwice } from './identity-claimed-twice.ts';

const because = [artifactId('base')];

test('fires as high when the files convince', () => {
  const problems = [{ kind: 'identity-claimed-twice', because, detail: 'what happened.' }] as const;
  expect(identityClaimedTwice.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'high', because }]);
});

test("fires as low, without weight, for a stranger's file", () => {
  const problems = [{ kind: 'identity-claimed-twice', because, detail: 'what happened.' }] as const;
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(identityClaimedTwice.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for an identity with one claim', () => {
  expect(identityClaimedTwice.evaluate(makeContext())).toEqual([]);
});
