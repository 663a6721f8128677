import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlaceholder, meaningfulSerial } from './placeholder.ts';

test.each([
  null,
  '',
  '   ',
  'Not Specified',
  'not specified ',
  'Unknown',
  'None',
  'N/A',
  'Default string',
  'To Be Filled By O.E.M.',
  'To be filled by O.E.M',
  '0',
  '00000000',
  '0000-0000',
  '0x00000000',
  'FFFFFFFF',
  'ffff',
  '17[FFFFFFFFFFFFFFFF]',
  '(blank)',
  '-',
  ':',
  'ＮＯＮＥ',
  'No\u200bne',
  'System Serial Number',
  'NO DIMM',
  'No Module Installed',
])('%j says nothing', (text) => {
  expect(isPlaceholder(text)).toBe(true);
  expect(meaningfulSerial(text)).toBeNull();
});

test.each([
  'PF1614WK',
  '0025_388B_7102_94F1.',
  '29AC274B',
  '1',
  'F',
  'FF',
  '17[FFFFFFFFFFFFFFF1]',
  '/56LMWD2/TW320707A30298/',
  '製造番号',
  'None1',
])('%j says something', (text) => {
  expect(isPlaceholder(text)).toBe(false);
  expect(meaningfulSerial(text)).toBe(text);
});

test('plain texts take a shorter way to the same answer', () => {
  const filler = fc.constantFrom('0', '00', 'N/A', 'None', 'FFFF', '0xFF', 'xxx', '[', ']', '17[', 'Not Specified', 'a', ' ', '-');
  const text = fc.oneof(
    fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
    fc.array(filler, { maxLength: 4 }).map((parts) => parts.join('')),
  );
  // An invisible character keeps a text off the shorter way, and says nothing.
  fc.assert(
    fc.property(text, (plain) => {
      expect(isPlaceholder(plain)).toBe(isPlaceholder(`${plain}\u200b`));
    }),
    { numRuns: 3000 },
  );
});

test('a text that mixes digits with letters is no filler, and those that only look mixed still are', () => {
  for (const text of ['0A', 'X1Y', 'default string 1', 'None2', 'package-12'])
    expect({ text, filler: isPlaceholder(text) }).toEqual({ text, filler: false });
  for (const text of ['0x0000', '0xFFFF', '17[FFFFFFFF]', '000', 'xxx', '0123456789'])
    expect({ text, filler: isPlaceholder(text) }).toEqual({ text, filler: true });
});

test('a filler is one in any case, whatever separators are before, in and behind it', () => {
  const words = [
    'tbd',
    'nil',
    'null',
    'undefined',
    'invalid',
    'notset',
    'assettag',
    'oem',
    'empty',
    'unpopulated',
    'blank',
    'default',
    'manufacturer',
  ];
  const others = [
    'chassisserialnumber',
    'baseboardserialnumber',
    'systemversion',
    'tobefilled',
    'unspecified',
    '0123456789',
    '0x000',
    'ffff',
    'xxx',
  ];
  const separator = fc.constantFrom('', '', ' ', '-', '/', '.', '[', ']', '(', '_');
  const spread = fc.constantFrom(...words, ...others).chain((word) =>
    fc.tuple(fc.boolean(), fc.array(separator, { minLength: word.length + 1, maxLength: word.length + 1 })).map(([isUpper, between]) => {
      const spelled = [...word].map((letter, index) => `${between[index]}${letter}`).join('') + between.at(-1);
      return isUpper ? spelled.toUpperCase() : spelled;
    }),
  );
  fc.assert(
    fc.property(spread, (text) => {
      expect({ text, filler: isPlaceholder(text) }).toEqual({ text, filler: true });
    }),
    { numRuns: 2000 },
  );
});
