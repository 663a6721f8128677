import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes, decodeUtf8, encodeUtf8, equalBytes, fromHex, toBase64, toHex } from './bytes.ts';

test('bytes come back from hexadecimal in either case', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(fromHex(toHex(bytes))).toEqual(bytes);
    }),
  );
  expect(fromHex('aBcD')).toEqual(Uint8Array.of(0xab, 0xcd));
});

test.each(['a', 'abc', 'zz', 'a b', '0x00', 'ab\n'])('%j is no hexadecimal', (text) => {
  expect(() => fromHex(text)).toThrow(expect.objectContaining({ code: 'bad-value' }));
});

test('a part of a larger buffer is written without its surroundings', () => {
  const part = Uint8Array.of(1, 2, 3, 4).subarray(1, 3);
  expect(toHex(part)).toBe('0203');
  expect(toBase64(part)).toBe('AgM=');
});

test('bytes are equal when length and octets are', () => {
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(0, 1, 2).subarray(1))).toBe(true);
  for (const other of [Uint8Array.of(1), Uint8Array.of(1, 3), Uint8Array.of(1, 2, 0), new Uint8Array()]) {
    expect(equalBytes(Uint8Array.of(1, 2), other)).toBe(false);
  }
});

test('parts are put one after the other, as a copy', () => {
  const part = Uint8Array.of(1);
  const whole = concatBytes([part, new Uint8Array(), Uint8Array.of(2, 3)]);
  part[0] = 9;
  expect(whole).toEqual(Uint8Array.of(1, 2, 3));
});

test('text comes back from UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(decodeUtf8(encodeUtf8(text))).toBe(text.toWellFormed());
    }),
  );
});

test('a byte order mark is kept', () => {
  expect(decodeUtf8(fromHex('efbbbf61'))).toBe('\ufeffa');
});

test.each([
  ['ff', 0],
  ['6162ff63', 2],
  ['61c3', 2],
  ['61c3a462e282', 6],
  ['c080', 0],
  ['61eda080', 2],
  ['f4908080', 1],
])('the octets %s are no UTF-8, and the bad one is found', (hex, offset) => {
  const bytes = fromHex(hex);
  expect(() => decodeUtf8(bytes)).toThrow(expect.objectContaining({ code: 'bad-utf8' }));
  expect(() => decodeUtf8(bytes, 100)).toThrow(expect.objectContaining({ code: 'bad-utf8', offset: 100 + offset }));
});
