import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareTimes, instantOf } from './time.ts';

const engine = (text: string): number => (Number.isNaN(Date.parse(text)) ? Number.POSITIVE_INFINITY : Date.parse(text));

test('an instant is what the engine reads, at every day from the year 1 to 9999', () => {
  const date = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
  fc.assert(
    fc.property(date, (each) => {
      expect(instantOf(each.toISOString())).toBe(each.getTime());
      expect(instantOf(each.toISOString().replace(/\.\d+Z$/, 'Z'))).toBe(Math.floor(each.getTime() / 1000) * 1000);
    }),
    { numRuns: 5_000 },
  );
});

test('a text with any one character changed is read as the engine reads it', () => {
  const text = fc.constantFrom('2026-02-28T23:59:59Z', '2024-02-29T10:00:00.125Z', '0001-01-01T00:00:00.000Z', '1999-12-31T23:59:59.999Z');
  const changed = fc.tuple(text, fc.nat(23), fc.constantFrom(...'0123456789-:.TZt +xЗ')).map(([whole, at, character]) => {
    const place = at % whole.length;
    return `${whole.slice(0, place)}${character}${whole.slice(place + 1)}`;
  });
  fc.assert(
    fc.property(changed, (each) => {
      expect(instantOf(each)).toBe(engine(each));
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  '',
  'Z',
  '2026',
  '2026-06-01',
  '2026-06-01T12:00:00',
  '2026-06-01T14:00:00+02:00',
  '2026-06-31T12:00:00Z',
  '2026-06-01T24:00:00Z',
])('"%s" is read as the engine reads it', (text) => {
  expect(instantOf(text)).toBe(engine(text));
});

test('times with and without fractions of a second are compared as instants', () => {
  expect(compareTimes('2026-06-01T12:00:00Z', '2026-06-01T12:00:00.000Z')).toBe(0);
  expect(compareTimes('2026-06-01T12:00:00Z', '2026-06-01T12:00:00.001Z')).toBeLessThan(0);
});
