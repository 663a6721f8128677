import { expect, test } from 'vitest';
import { artifactId, makeBase, makeContext, makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { rebaseChangesParts } from './rebase-changes-parts.ts';

const because = [artifactId('base')];
const documents = [makeBase({ contributes: true }, { kind: 'rebase-platform-certificate' })];
const change = makeDifference({
  scope: 'history',
  kind: 'component-added',
  expected: null,
  observed: makeUnit(),
  authorization: 'unauthorized',
  because,
});

test('fires as high for what a rebase changes', () => {
  const signs = rebaseChangesParts.evaluate(makeContext({ differences: [change], documents }));
  expect(signs).toMatchObject([{ severity: 'high', because, detail: expect.stringContaining('A rebase certificate lists') }]);
  expect(rebaseChangesParts.weighs).toBe('changed');
});

test('stays silent once somebody signed for the change, and for an attribute alone', () => {
  const signed = { ...change, authorization: 'authorized-exact' } as const;
  const attribute = { ...change, kind: 'attribute-only' } as const;
  expect(rebaseChangesParts.evaluate(makeContext({ differences: [signed, attribute], documents }))).toEqual([]);
});

test('stays silent for a rebase that does not count, and for a delta', () => {
  const idle = [makeBase({ contributes: false }, { kind: 'rebase-platform-certificate' })];
  expect(rebaseChangesParts.evaluate(makeContext({ differences: [change], documents: idle }))).toEqual([]);
  expect(rebaseChangesParts.evaluate(makeContext({ differences: [change], documents: [makeBase()] }))).toEqual([]);
});
