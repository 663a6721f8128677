import { expect, test } from 'vitest';
import { makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { toldOnce } from './assembly-differences.ts';
import type { Difference } from './types.ts';

const riser = makeUnit({ category: 'board', model: 'Riser', serial: 'R1', nesting: { id: 'r', inside: null } });
const card = (serial: string) => makeUnit({ serial, nesting: { id: serial, inside: { id: 'r', name: 'Riser, serial R1' } } });
const removed = (expected: Difference['expected'], over: Partial<Difference> = {}) =>
  makeDifference({ kind: 'component-removed', change: 'removed', expected, ...over });

const told = (differences: readonly Difference[]) =>
  toldOnce(differences).map(({ difference, parts }) => [difference.expected?.serial, parts.length]);

test('an assembly that left is told once, with its parts counted', () => {
  expect(told([removed(card('A')), removed(riser), removed(card('B')), removed(makeUnit({ serial: 'Z' }))])).toEqual([
    ['R1', 2],
    ['Z', 0],
  ]);
});

test('a part that left at another time, or by another authorization, is told by itself', () => {
  const differences = [
    removed(riser, { authorization: 'authorized-by-delta' }),
    removed(card('A')),
    removed(card('B'), { authorization: 'authorized-by-delta', at: '2027-01-01T00:00:00Z' }),
  ];
  expect(told(differences)).toEqual([
    ['R1', 0],
    ['A', 0],
    ['B', 0],
  ]);
});
