import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json } from '#lib/encoding/canonical-json.ts';
import { findDuplicate } from './unique-items.ts';

/** What the keyword means, by comparing all pairs. */
function firstPair(list: readonly Json[]): { first: number; second: number } | undefined {
  for (const [second, item] of list.entries()) {
    const first = list.findIndex((other, index) => index < second && canonicalJson(other) === canonicalJson(item));
    if (first >= 0) return { first, second };
  }
  return undefined;
}

const value = fc.oneof(
  fc.constantFrom<Json>(null, true, 0, 1, '', '1', 'a', [], ['a'], {}),
  fc.record(
    { name: fc.constantFrom('a', 'b', 'constructor'), 'bom-ref': fc.constantFrom('x', 'y'), hashes: fc.constantFrom([], [1]) },
    { requiredKeys: [] },
  ),
);

test('the duplicate that is found is the one that comparing all pairs finds', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 8 }), (list) => {
      expect(findDuplicate(list)).toEqual(firstPair(list));
    }),
    { seed: 42, numRuns: 2000 },
  );
});

test('the order of members does not matter', () => {
  expect(findDuplicate([{ a: 1, b: [2] }, { c: 1 }, { b: [2], a: 1 }])).toEqual({ first: 0, second: 2 });
});
