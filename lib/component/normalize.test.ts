import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equalByRules, normalizeAddress, normalizeSerial, normalizeText, platformKey } from './normalize.ts';

test.each([
  ['STM ', 'stm'],
  ['  Intel(R)\t Corporation\r\n', 'intel(r) corporation'],
  ['ＤＥＬＬ　Inc.', 'dell inc.'],
  ['De\u200bll\u0000', 'dell'],
  ['STRASSE', 'strasse'],
  ['Straße', 'strasse'],
  ['ﬁrmware', 'firmware'],
])('%j normalizes to %j', (text, normalized) => {
  expect(normalizeText(text)).toBe(normalized);
});

test('normalizing twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
      expect(normalizeText(normalizeText(text))).toBe(normalizeText(text));
    }),
    { numRuns: 3000 },
  );
});

test('a normalized text holds no control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
      expect(normalizeText(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
    { numRuns: 3000 },
  );
});

test('serial numbers lose white space and case', () => {
  expect(normalizeSerial(' 29ac 274b ')).toBe('29AC274B');
});

test('addresses of any spelling become twelve digits', () => {
  for (const text of ['50:5b:c2:fb:bf:a3', '50-5B-C2-FB-BF-A3', '505b.c2fb.bfa3', ' 505BC2FBBFA3']) {
    expect(normalizeAddress(text)).toBe('505BC2FBBFA3');
  }
  expect(normalizeAddress('0025388B710294F1')).toBe('0025388B710294F1');
});

test('a blank or malformed address identifies nothing', () => {
  for (const text of ['00:00:00:00:00:00', 'FF:FF:FF:FF:FF:FF', '50:5b:c2', 'hello', '']) expect(normalizeAddress(text)).toBeNull();
});

test('a platform key needs a serial that means something', () => {
  const identity = { manufacturer: 'Dell Inc. ', model: 'Latitude 5580', version: 'Not Specified', serial: '56lmwd2' };
  expect(platformKey(identity)).toBe('dell inc.|latitude 5580|56LMWD2');
  expect(platformKey({ ...identity, serial: 'Default string' })).toBeNull();
  expect(platformKey({ ...identity, manufacturer: 'Unknown', model: null })).toBe('||56LMWD2');
});

test('a separator inside a name cannot imitate another platform', () => {
  const identity = { version: null, serial: 'S' };
  expect(platformKey({ ...identity, manufacturer: 'a|b', model: 'c' })).not.toBe(
    platformKey({ ...identity, manufacturer: 'a', model: 'b|c' }),
  );
});

test.each([
  ['Dell', 'Dell', []],
  ['Dell', 'DELL', ['case']],
  ['STM', 'STM ', ['white-space']],
  ['Dell', 'ＤＥＬＬ', ['width', 'case']],
  ['Dell', 'De\u200dll', ['control-characters']],
  ['Not Specified', 'Unknown', ['placeholder']],
  [null, '', ['placeholder']],
  [null, null, []],
])('%j equals %j by %j', (a, b, by) => {
  expect(equalByRules(a, b)).toEqual({ equal: true, by });
});

test.each([
  ['Intel', 'Intel(R) Corporation'],
  ['Dell', null],
  ['Dell', 'Unknown'],
])('%j does not equal %j', (a, b) => {
  expect(equalByRules(a, b).equal).toBe(false);
});

test('equality names a rule whenever the texts differ, in both directions', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'A', ' ', '\t', 'ａ', '\u200b', 'ß'), maxLength: 6 }),
      fc.string({ unit: fc.constantFrom('a', 'A', ' ', 's'), maxLength: 6 }),
      (a, b) => {
        const there = equalByRules(a, b);
        expect(there.equal).toBe(equalByRules(b, a).equal);
        if (there.equal) expect(there.by.length > 0).toBe(a !== b);
      },
    ),
    { numRuns: 3000 },
  );
});

test('plain texts take a shorter way to the same result', () => {
  // An invisible character keeps a text off the shorter way, and normalizing removes it.
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 20 }), (text) => {
      expect(normalizeText(text)).toBe(normalizeText(`${text}\u200b`));
    }),
    { numRuns: 3000 },
  );
});
