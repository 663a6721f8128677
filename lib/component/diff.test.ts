import { expect, test } from 'vitest';
import { makeUnit } from '#lib/testing/units.ts';
import { countChanges, diffUnits } from './diff.ts';
import type { Unit } from './types.ts';

function changeOf(before: Partial<Unit>, after: Partial<Unit>) {
  const changes = diffUnits({ before: [makeUnit(before)], after: [makeUnit(after)] });
  expect(changes).toHaveLength(1);
  return changes[0];
}

test.each<[string, Partial<Unit>, Partial<Unit>, string, readonly string[]]>([
  ['nothing', { serial: 'S1' }, { serial: 'S1' }, 'same', []],
  ['another serial', { serial: 'S1' }, { serial: 'S2' }, 'component-replaced', ['serial']],
  ['another slot', { serial: 'S1', slot: 'A1' }, { serial: 'S1', slot: 'A2' }, 'component-moved', ['slot']],
  [
    'another firmware version',
    { category: 'firmware', revision: '1' },
    { category: 'firmware', revision: '2' },
    'firmware-changed',
    ['revision'],
  ],
  ['another revision', { serial: 'S1', revision: '1' }, { serial: 'S1', revision: '2' }, 'revision-changed', ['revision']],
  [
    'another content under one version',
    { category: 'firmware', revision: '1', hashes: { 'SHA-256': 'aa' } },
    { category: 'firmware', revision: '1', hashes: { sha256: 'BB' } },
    'content-changed',
    ['hashes'],
  ],
  ['a serial that is no longer read', { serial: 'S1' }, { serial: 'Not Specified' }, 'serial-unconfirmed', ['serial']],
  ['a serial that is read for the first time', { serial: null }, { serial: 'S1' }, 'attribute-only', ['serial']],
  ['a flag that is no longer said', { serial: 'S1', fieldReplaceable: true }, { serial: 'S1' }, 'attribute-only', ['fieldReplaceable']],
  [
    'another software version',
    { category: 'software', revision: '1' },
    { category: 'software', revision: '2' },
    'revision-changed',
    ['revision'],
  ],
])('%s', (_, before, after, kind, fields) => {
  expect(changeOf(before, after)).toMatchObject({ kind, fields });
});

test('units that leave and enter stand alone, removals in order before additions', () => {
  const changes = diffUnits({
    before: [makeUnit({ model: 'M9', category: 'storage' }), makeUnit({ serial: 'S1' })],
    after: [makeUnit({ serial: 'S1' }), makeUnit({ model: 'M8', category: 'network' })],
  });
  expect(changes.map(({ kind }) => kind)).toEqual(['component-removed', 'same', 'component-added']);
  expect(changes[0]).toMatchObject({ after: null, tier: null });
  expect(countChanges(changes)).toMatchObject({ same: 1, 'component-removed': 1, 'component-added': 1, 'component-moved': 0 });
});

test('one object that stands twice in a list is two units', () => {
  const unit = makeUnit();
  expect(diffUnits({ before: [unit, unit], after: [unit] }).map(({ kind }) => kind)).toEqual(['same', 'component-removed']);
});
