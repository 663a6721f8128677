import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unitList } from '#lib/testing/units.ts';
import { comparables } from './comparable.ts';
import { compareFields } from './compare.ts';
import { diffUnits } from './diff.ts';
import { matchUnits } from './match.ts';
import { PASSES } from './match-passes.ts';
import { normalizeSerial } from './normalize.ts';
import { meaningfulSerial } from './placeholder.ts';
import type { Unit } from './types.ts';

const runs = { numRuns: 1500 };

/** A multiset as sorted texts. */
function bag(units: readonly (Unit | null)[]): readonly string[] {
  return units
    .filter((unit) => unit !== null)
    .map((unit) => JSON.stringify(unit))
    .sort();
}

test('matching is one to one: every unit of both sides stands in it exactly once', () => {
  fc.assert(
    fc.property(unitList, unitList, (expected, observed) => {
      const { pairs, added, removed } = matchUnits({ expected, observed });
      expect(bag([...pairs.map((pair) => pair.expected), ...removed])).toEqual(bag(expected));
      expect(bag([...pairs.map((pair) => pair.observed), ...added])).toEqual(bag(observed));
    }),
    runs,
  );
});

test('a list compared with itself is all the same', () => {
  fc.assert(
    fc.property(unitList, fc.nat(), (units, by) => {
      const turned = [...units.slice(by % (units.length + 1)), ...units.slice(0, by % (units.length + 1))];
      expect(diffUnits({ before: units, after: turned }).filter(({ kind }) => kind !== 'same')).toEqual([]);
    }),
    runs,
  );
});

test('one unit taken out of a multiset is exactly one removal, one put in exactly one addition', () => {
  fc.assert(
    fc.property(
      unitList.filter((units) => units.length > 0),
      fc.nat(),
      (units, pick) => {
        const fewer = units.filter((_, index) => index !== pick % units.length);
        const gone = diffUnits({ before: units, after: fewer }).filter(({ kind }) => kind !== 'same');
        expect(gone.map(({ kind }) => kind)).toEqual(['component-removed']);
        const come = diffUnits({ before: fewer, after: units }).filter(({ kind }) => kind !== 'same');
        expect(come.map(({ kind }) => kind)).toEqual(['component-added']);
      },
    ),
    runs,
  );
});

test('a swapped serial is always seen', () => {
  fc.assert(
    fc.property(
      unitList.filter((units) => units.length > 0),
      fc.nat(),
      (units, pick) => {
        const at = pick % units.length;
        const swapped = units.map((unit, index) => (index === at ? { ...unit, serial: 'ANOTHER-1' } : unit));
        const changes = diffUnits({ before: units, after: swapped }).filter(({ kind }) => kind !== 'same');
        expect(changes.length).toBeGreaterThan(0);
        expect(changes.some(({ after }) => after?.serial === 'ANOTHER-1')).toBe(true);
      },
    ),
    runs,
  );
});

test('what is called the same has the same serial, and what is paired as one unit does not contradict itself', () => {
  fc.assert(
    fc.property(unitList, unitList, (before, after) => {
      for (const change of diffUnits({ before, after })) {
        if (change.before === null || change.after === null || change.kind === 'component-replaced') continue;
        const [a, b] = [change.before, change.after].map(({ serial }) => normalizeSerial(meaningfulSerial(serial) ?? ''));
        if (change.kind === 'same') expect(a).toBe(b);
        else expect(a === b || a === '' || b === '').toBe(true);
      }
    }),
    runs,
  );
});

test('units of equal key in a pass for whole equality have no field that differs or that one side leaves unsaid', () => {
  let pairs = 0;
  const whole = PASSES.filter((pass) => pass.whole === true);
  fc.assert(
    fc.property(unitList, unitList, (expected, others) => {
      const both = comparables({ expected, observed: [...expected.map(respelled), ...others] });
      for (const pass of whole) {
        for (const a of both.expected) {
          for (const b of both.observed) {
            if (!pass.expected(a).some((key) => pass.observed(b).includes(key))) continue;
            pairs += 1;
            expect(compareFields(a, b, { isMoved: false, whole: false })).toMatchObject({ differs: [], unsaid: [] });
          }
        }
      }
    }),
    runs,
  );
  expect(pairs).toBeGreaterThan(100);
});

const respelled = (unit: Unit): Unit => ({
  ...unit,
  manufacturer: unit.manufacturer.toUpperCase(),
  model: unit.model.toLowerCase(),
  serial: unit.serial?.toUpperCase() ?? null,
  addresses: unit.addresses.map(({ kind, value }) => ({ kind, value: value.replaceAll(':', '') })),
});
