import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { baseConflict } from './base-conflict.ts';

const because = [artifactId('base')];

test('fires as high when the files convince, and names what differs', () => {
  const problems = [{ kind: 'base-conflict', because, differing: 'certificate 1 and certificate 2 differ in the property Site' }] as const;
  expect(baseConflict.evaluate(makeContext({ problems }))).toMatchObject([
    { severity: 'high', because, detail: expect.stringContaining('Certificate 1 and certificate 2 differ in the property Site.') },
  ]);
});

test("fires as low, without weight, for a stranger's file", () => {
  const problems = [{ kind: 'base-conflict', because, differing: 'certificate 1 and certificate 2 differ in the property Site' }] as const;
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(baseConflict.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for a device with one base', () => {
  expect(baseConflict.evaluate(makeContext())).toEqual([]);
});
