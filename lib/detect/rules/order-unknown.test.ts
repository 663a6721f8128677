import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext } from '#lib/testing/device-states.ts';
import { orderUnknown } from './order-unknown.ts';

const because = [artifactId('base')];

test('fires as medium when the files convince', () => {
  const problems = [{ kind: 'order-unknown', because, detail: 'what happened.' }] as const;
  expect(orderUnknown.evaluate(makeContext({ problems }))).toMatchObject([{ severity: 'medium', because }]);
});

test("fires as low, without weight, for a stranger's file", () => {
  const problems = [{ kind: 'order-unknown', because, detail: 'what happened.' }] as const;
  const documents = [makeBase({ trusted: false, contributes: false })];
  expect(orderUnknown.evaluate(makeContext({ problems, documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for observations in order', () => {
  expect(orderUnknown.evaluate(makeContext())).toEqual([]);
});
