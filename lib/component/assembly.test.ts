import { expect, test } from 'vitest';
import { makeUnit } from '#lib/testing/units.ts';
import { underAssemblies } from './assembly.ts';
import { diffUnits } from './diff.ts';
import type { Unit } from './types.ts';

const board = (id: string, serial: string): Unit => makeUnit({ category: 'board', model: 'Riser', serial, nesting: { id, inside: null } });
const part = (serial: string | null, holder: Unit | null, over: Partial<Unit> = {}): Unit =>
  makeUnit({
    serial,
    nesting: {
      id: `part-${serial}`,
      inside: holder?.nesting == null ? null : { id: holder.nesting.id, name: `Riser, serial ${holder.serial}` },
    },
    ...over,
  });
const [first, second] = [board('1', 'R1'), board('2', 'R2')];

const told = (before: readonly Unit[], after: readonly Unit[]) =>
  diffUnits({ before, after }).map(({ change, fields, before: was, after: is }) => [change, (was ?? is)?.serial, ...fields]);

test('a part that sits in another assembly moved, and so did one that left its assembly for the device', () => {
  expect(told([first, second, part('A', first), part('B', first)], [first, second, part('A', second), part('B', null)])).toEqual([
    ['unchanged', 'R1'],
    ['unchanged', 'R2'],
    ['moved', 'A', 'inside'],
    ['moved', 'B', 'inside'],
  ]);
});

test('a part did not move when the assembly around it was replaced', () => {
  const other = board('1', 'R9');
  expect(told([first, part('A', first)], [other, part('A', other)])).toEqual([
    ['replaced', 'R1', 'serial'],
    ['unchanged', 'A'],
  ]);
});

test('a source that knows no assemblies says nothing about moves', () => {
  const flat = [first, makeUnit({ serial: 'A' })].map((unit) => ({ ...unit, nesting: null }));
  expect(told([first, part('A', first)], flat).map(([change]) => change)).toEqual(['unchanged', 'unchanged']);
});

test('firmware is that of the part around it: two cards of one model keep theirs apart', () => {
  const firmware = (holder: Unit, revision: string): Unit =>
    part(null, holder, {
      category: 'firmware',
      model: 'NVM',
      revision,
      nesting: { id: `f-${holder.serial}`, inside: { id: holder.nesting?.id ?? '', name: `Riser, serial ${holder.serial}` } },
    });
  const changes = diffUnits({
    before: [first, firmware(first, '1.0'), second, firmware(second, '1.0')],
    after: [second, firmware(second, '1.0'), first, firmware(first, '1.1')],
  });
  expect(changes.map(({ change, before }) => [change, before?.nesting?.inside?.name])).toEqual([
    ['unchanged', undefined],
    ['upgraded', 'Riser, serial R1'],
    ['unchanged', undefined],
    ['unchanged', 'Riser, serial R2'],
  ]);
});

test('the one firmware of a part that goes by another name is substituted, and not one that left and one that came', () => {
  const holder = (id: string): Unit => ({ ...first, nesting: { id, inside: null } });
  const firmware = (model: string): Unit => part(null, holder('1'), { category: 'firmware', model, revision: '1' });
  expect(told([holder('1'), firmware('NVM')], [holder('1'), firmware('OEM image')]).map(([change]) => change)).toEqual([
    'unchanged',
    'substituted',
  ]);
});

test('an assembly is told once, with everything inside it', () => {
  const inner: Unit = { ...board('3', 'R3'), nesting: { id: '3', inside: { id: '1', name: 'Riser' } } };
  const units = [part('A', first), first, inner, part('B', inner), part('C', second)];
  const groups = underAssemblies(units, (unit) => unit);
  expect(groups.map(({ item, parts }) => [item.serial, parts.map(({ serial }) => serial)])).toEqual([
    ['R1', ['A', 'R3', 'B']],
    ['C', []],
  ]);
});
