import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json } from './canonical-json.ts';
import { digestOfJson, sha256Hex } from './digest.ts';

test('members are sorted by UTF-16 code units and white space is left out', () => {
  expect(canonicalJson({ b: 1, a: [true, null, 'x'], '': 2 })).toBe('{"":2,"a":[true,null,"x"],"b":1}');
  // RFC 8785 section 3.2.3: a surrogate pair sorts before U+FB33.
  expect(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2, '\u20ac': 3, '1': 4, '\r': 5 })).toBe(
    '{"\\r":5,"1":4,"\u20ac":3,"\u{1f600}":2,"\ufb33":1}',
  );
});

test('numbers are written as ECMAScript does', () => {
  expect(canonicalJson([1e30, 4.5, 2e-3, 1e-27, -0, Number('333333333.33333329')])).toBe('[1e+30,4.5,0.002,1e-27,0,333333333.3333333]');
});

test('a member without a value is left out', () => {
  expect(canonicalJson({ a: undefined, b: null })).toBe('{"b":null}');
});

test('a number that JSON does not have is refused', () => {
  for (const number of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => canonicalJson([number])).toThrow(RangeError);
});

test('a member named __proto__ is written like any other', () => {
  expect(canonicalJson(JSON.parse('{"__proto__":1,"a":2}'))).toBe('{"__proto__":1,"a":2}');
});

function isJson(value: unknown): value is Json {
  return value !== undefined;
}

function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reordered(member)]),
  );
}

test('the order of members does not matter, and parsing gives the value back', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const shuffled = reordered(value);
      if (!isJson(value) || !isJson(shuffled)) return;
      expect(canonicalJson(shuffled)).toBe(canonicalJson(value));
      expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value));
      expect(digestOfJson(shuffled)).toBe(digestOfJson(value));
    }),
  );
});

test('digests are SHA-256 in lower-case hexadecimal', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(digestOfJson({ b: 1, a: 2 })).toBe(sha256Hex('{"a":2,"b":1}'));
});

test('a flat object in order is written as one out of order is, absent members and odd texts included', () => {
  const members: [string, null | boolean | number | string | undefined][] = [
    ['', null],
    ['10', 1e21],
    ['9', -0],
    ['a', undefined],
    ['b', '\ud800 "\u2028'],
    ['c', true],
  ];
  const inOrder = canonicalJson(Object.fromEntries(members));
  expect(canonicalJson(Object.fromEntries(members.toReversed()))).toBe(inOrder);
  expect(canonicalJson([Object.fromEntries([...members, ['d', ['nested']]])])).toBe(`[${inOrder.slice(0, -1)},"d":["nested"]}]`);
  expect(() => canonicalJson({ a: Number.POSITIVE_INFINITY })).toThrow(RangeError);
});
