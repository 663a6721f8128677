import { expect, test } from 'vitest';
import { artifactId, makeContext, makeUnit } from '#lib/testing/device-states.ts';
import { sourcesDisagree } from './sources-disagree.ts';

test('fires for a part that only one of two sources reports', () => {
  const detail = 'paccor reports a module that dmidecode does not.';
  const problems = [{ kind: 'sources-disagree', because: [artifactId('inventory')], detail, unit: makeUnit() }] as const;
  expect(sourcesDisagree.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'medium', detail }]);
});

test('stays silent for one source', () => {
  expect(sourcesDisagree.evaluate(makeContext())).toEqual([]);
});
