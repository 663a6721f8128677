import { expect, test } from 'vitest';
import { makeContext, makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { componentMoved } from './component-moved.ts';

const moved = makeDifference({ kind: 'component-moved', expected: makeUnit({ slot: 'A1' }), observed: makeUnit({ slot: 'B2' }) });

test('fires as information for a unit in another slot', () => {
  const signs = componentMoved.evaluate(makeContext({ differences: [moved] }));
  expect(signs).toMatchObject([{ severity: 'info' }]);
  expect(signs[0]?.detail).toContain('from A1 to B2');
});

test('stays silent for units that stayed in place', () => {
  expect(componentMoved.evaluate(makeContext())).toEqual([]);
});
