import { expect, test } from 'vitest';
import { firstTcgValue } from './device-properties.ts';

test.each([
  ['tcg:manufacturerId', 'read'],
  ['assay:tcg:manufacturerId', 'read'],
  ['a:b:tcg:manufacturerId', 'read'],
  ['xtcg:manufacturerId', null],
  ['assay:tcg:x:manufacturerId', null],
  ['assay:tcg:manufacturerId:x', null],
  ['assay:tcg:', null],
  ['manufacturerId', null],
])('a property %s gives the value of TCG that it names: %s', (name, wanted) => {
  expect(firstTcgValue([{ name, value: 'read' }], 'manufacturerId')).toBe(wanted);
});

test('the first value that says something counts', () => {
  const properties = ['', 'first', 'second'].map((value) => ({ name: 'vendor:tcg:deltaStatus', value }));
  expect(firstTcgValue(properties, 'deltaStatus')).toBe('first');
});
