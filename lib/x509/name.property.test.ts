import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDer } from '#lib/encoding/der.ts';
import { derOid, derSequence, derSetOf, derString } from '#lib/encoding/der-write.ts';
import { compareNames, nameKey, nameText, readName } from './name.ts';
import { preparedText } from './name-preparation.ts';
import type { Name } from './types.ts';

// A small alphabet, so that equal names come up often.
const value = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'A', ' ', '\t', ',', '+', '=', '#', '\\', 'ß', 'ſ', '\u200b', '\u0000'), maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
);
const attribute = fc.record({ oid: fc.constantFrom('2.5.4.3', '2.5.4.10', '1.2.3'), value });
const name = fc.array(fc.array(attribute, { minLength: 1, maxLength: 2 }), { maxLength: 3 }).map((rdns): Name => {
  const encoded = rdns.map((rdn) =>
    derSetOf(...rdn.map(({ oid, value: text }) => derSequence(derOid(oid), derString(text.toWellFormed())))),
  );
  return readName(readDer(derSequence(...encoded)));
});

test('keys are equal exactly when names compare as equal', () => {
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(compareNames(a, b) === 'equal').toBe(nameKey(a) === nameKey(b));
    }),
    { numRuns: 2000 },
  );
});

test('comparing is symmetric, and a name equals itself', () => {
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(compareNames(a, b)).toBe(compareNames(b, a));
      expect(compareNames(a, readName(readDer(a.raw)))).toBe('equal');
    }),
  );
});

test('different lists of prepared values have different keys', () => {
  const shape = ({ rdns }: Name): string =>
    JSON.stringify(
      rdns.map((rdn) => rdn.map((part) => [part.oid, preparedText(part.value)]).sort((a, b) => (String(a) < String(b) ? -1 : 1))),
    );
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(nameKey(a) === nameKey(b)).toBe(shape(a) === shape(b));
    }),
    { numRuns: 2000 },
  );
});

test('preparing a text twice gives the same as once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
      expect(preparedText(preparedText(text))).toBe(preparedText(text));
    }),
    { numRuns: 5000 },
  );
});

test('neither text nor key holds control characters or lone surrogates', () => {
  fc.assert(
    fc.property(name, (subject) => {
      expect(nameText(subject)).not.toMatch(/\p{Cc}|\p{Cs}|\p{Cf}/u);
      expect(nameKey(subject)).not.toMatch(/\p{Cc}|\p{Cs}/u);
    }),
  );
});
