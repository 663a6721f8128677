import { Ajv } from 'ajv';
// @ts-expect-error The package has no types. It is a function of an Ajv and its options.
import draft2019 from 'ajv-formats-draft2019';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginSpending } from '#lib/testing/processor-time.ts';
import { isIdnEmail } from './idn-email.ts';

const ajv = new Ajv();
draft2019(ajv, { formats: ['idn-email'] });
const byGrammar = ajv.compile({ type: 'string', format: 'idn-email' });

test('verdicts equal those of the grammar that the library uses', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'Z', '0', '-', '.', '@', '"', '\\', ' ', 'é', '+', '\u007f'), maxLength: 14 });
  fc.assert(
    fc.property(
      text,
      fc.constantFrom('', '@ab.cd', '@b.c', '@[1.2.3.4]', '@[1.2.3.400]', '@[1]2]3]4]', '@[01.2.3.4]', '@[IPv6:::1]'),
      (local, domain) => {
        expect(isIdnEmail(local + domain)).toBe(byGrammar(local + domain));
      },
    ),
    { seed: 7, numRuns: 3000 },
  );
});

test.each([
  ['a plain address', 'info@example.org', true],
  ['a label of 63', `a@${'b'.repeat(63)}.org`, true],
  ['a label of 64', `a@${'b'.repeat(64)}.org`, false],
  ['a quoted local part', '"a b\\"@c"@example.org', true],
  ['an internationalized address', 'jürgen@bücher.example', true],
  ['one name without a domain', 'nobody', false],
])('%s', (_, text, valid) => {
  expect(isIdnEmail(text)).toBe(valid);
  expect(byGrammar(text)).toBe(valid);
});

test('a megabyte that is nearly an address is answered at once', () => {
  const spent = beginSpending();
  for (const text of ['a'.repeat(1e6), `${'a.'.repeat(5e5)}@b.cd`, `a@${'b'.repeat(1e6)}.`, `"${'\\"'.repeat(5e5)}@b.cd`]) {
    expect(isIdnEmail(text)).toBe(false);
  }
  expect(spent()).toBeLessThan(500);
});
