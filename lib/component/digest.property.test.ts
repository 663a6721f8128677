import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeUnit, unitList } from '#lib/testing/units.ts';
import { componentSetDigest } from './digest.ts';
import type { Unit } from './types.ts';

test('the order of components does not matter', () => {
  fc.assert(
    fc.property(unitList, fc.nat(), (units, by) => {
      const turned = [...units.slice(by % (units.length + 1)), ...units.slice(0, by % (units.length + 1))].reverse();
      expect(componentSetDigest(turned)).toBe(componentSetDigest(units));
    }),
  );
});

test('one unit more, and one equal unit more, is another set', () => {
  fc.assert(
    fc.property(
      unitList.filter((units) => units.length > 0),
      fc.nat(),
      (units, at) => {
        const twice = [...units, ...units.slice(at % units.length, (at % units.length) + 1)];
        expect(componentSetDigest(twice)).not.toBe(componentSetDigest(units));
      },
    ),
  );
});

test('every field of a unit counts', () => {
  const unit = makeUnit();
  const digests = [
    unit,
    { ...unit, class: { registry: '1.2', value: '00000000' } },
    { ...unit, manufacturer: 'acme' },
    { ...unit, model: 'm1' },
    { ...unit, serial: '' },
    { ...unit, revision: '' },
    { ...unit, manufacturerId: '1.2' },
    { ...unit, fieldReplaceable: false },
    { ...unit, addresses: [{ kind: 'wlan-mac', value: '1' }] },
    { ...unit, status: 'added' },
    { ...unit, category: 'board' },
    { ...unit, slot: '1' },
    { ...unit, hashes: { 'SHA-256': 'aa' } },
  ] satisfies Unit[];
  expect(new Set(digests.map((each) => componentSetDigest([each]))).size).toBe(digests.length);
  expect(componentSetDigest([unit], () => 'pkg:x')).not.toBe(componentSetDigest([unit]));
});
