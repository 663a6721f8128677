import { expect, test } from 'vitest';
import { baseOf, bomOf, ekOf, evidenceOf, handIn, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { makeDifference, makeUnit } from '#lib/testing/device-states.ts';
import { assembleDevices } from '../assemble.ts';
import type { Difference } from '../types.ts';
import { toldOnce } from './assembly-differences.ts';

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

test('between two BOMs, an assembly leaves with its modules and its firmware, and is told once', () => {
  const nestedIn = (id: string, holder: string | null) => ({
    nesting: { id, inside: holder === null ? null : { id: holder, name: holder } },
  });
  const firmware = (id: string, holder: string) => ({
    category: 'firmware' as const,
    class: null,
    model: id,
    serial: null,
    ...nestedIn(id, holder),
  });
  const board = [
    { category: 'board' as const, model: 'Board', serial: 'B1', ...nestedIn('board', null) },
    firmware('board firmware', 'board'),
  ];
  const riserParts = [
    { category: 'board' as const, model: 'Riser', serial: 'R1', ...nestedIn('riser', null) },
    { serial: 'A', ...nestedIn('a', 'riser') },
    firmware('riser firmware', 'riser'),
  ];
  const handed = [
    handIn(baseOf('base', []), '2026-03-01T00:00:00Z'),
    handIn(ekOf('ek'), '2026-03-01T00:00:00Z'),
    handIn(bomOf('first', [...board, ...riserParts], { completeness: 'complete' }), '2026-03-02T00:00:00Z'),
    handIn(bomOf('second', board, { completeness: 'complete' }), '2026-03-03T00:00:00Z'),
  ];
  const [device] = assembleDevices(evidenceOf(handed), { verify: verifyByIssuer }).devices;
  const history = device?.differences.filter(({ scope }) => scope === 'history') ?? [];
  expect(toldOnce(history).map(({ difference, parts }) => [difference.change, difference.expected?.serial, parts.length])).toEqual([
    ['removed', 'R1', 2],
  ]);
});
