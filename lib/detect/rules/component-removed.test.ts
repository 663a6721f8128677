import { expect, test } from 'vitest';
import { makeContext, makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { componentRemoved } from './component-removed.ts';

const removed = makeDifference({ kind: 'component-removed', expected: makeUnit() });

test('fires for a certified component that is missing', () => {
  expect(componentRemoved.evaluate(makeContext({ differences: [removed] }))).toMatchObject([{ severity: 'high', observed: null }]);
});

test('stays silent for a component that its source cannot see', () => {
  const differences = [{ ...removed, kind: 'not-collected', authorization: null } as const];
  expect(componentRemoved.evaluate(makeContext({ differences }))).toEqual([]);
});

test('an assembly is one finding, which counts its parts', () => {
  const riser = makeUnit({ category: 'board', model: 'Riser', serial: 'R1', nesting: { id: 'r', inside: null } });
  const cards = ['A', 'B'].map((serial) => makeUnit({ serial, nesting: { id: serial, inside: { id: 'r', name: 'Riser' } } }));
  const signs = componentRemoved.evaluate(makeContext({ differences: [riser, ...cards].map((expected) => ({ ...removed, expected })) }));
  expect(signs).toHaveLength(1);
  expect(signs[0]?.detail).toBe(
    'Board Riser, serial R1, with the 2 parts inside it, was signed for and was not seen; nobody signed for it.',
  );
});
