import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeFirmware, makeUnit } from '#lib/testing/device-states.ts';
import type { StateUnit } from '../types.ts';
import { productKey, serialKey, type UnitPool, unitPool } from './unit-pool.ts';

const unit = fc
  .record({ serial: fc.constantFrom('A', 'B', '', null), model: fc.constantFrom('KM-16G', 'KM-32G'), firmware: fc.boolean() })
  .map(({ firmware, ...over }): StateUnit => (firmware ? makeFirmware() : makeUnit(over)));
const units = fc.array(unit, { maxLength: 8 });
/** Each delta takes some units out, by their place, and puts others in. */
const deltas = fc.array(fc.record({ out: fc.array(fc.nat(9), { maxLength: 3 }), put: units }), { maxLength: 6 });

const KEYS = [serialKey(makeUnit({ serial: 'A' })) ?? '', productKey(makeUnit())];
const found = (pool: UnitPool) => KEYS.map((key) => [...pool.find(key)]);

test('a pool that goes on after its units were asked for is a new pool of those units', () => {
  fc.assert(
    fc.property(units, deltas, (first, changes) => {
      let going: readonly StateUnit[] = first;
      let anew: readonly StateUnit[] = [...first];
      for (const { out, put } of changes) {
        const [pool, other] = [unitPool(going), unitPool([...anew])];
        expect(found(pool)).toEqual(found(other));
        for (const place of out) {
          const taken = going[place];
          if (taken === undefined) continue;
          pool.remove(taken);
          other.remove(taken);
        }
        for (const each of put) {
          pool.add(each);
          other.add(each);
        }
        [going, anew] = [pool.units(), other.units()];
        expect(going).toEqual(anew);
      }
    }),
  );
});

test('a pool is given once: who asks for the same units again gets one that the first does not touch', () => {
  const [one, two] = [makeUnit(), makeUnit({ serial: 'SN-0002' })];
  const left = unitPool([one, two]).units();
  const first = unitPool(left);
  const second = unitPool(left);
  first.remove(one);
  expect(second.units()).toEqual([one, two]);
  expect(first.units()).toEqual([two]);
});
