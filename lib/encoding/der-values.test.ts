import { expect, test } from 'vitest';
import { encodeUtf8, fromHex, toHex } from './bytes.ts';
import { readDer, TAG } from './der.ts';
import { readBitString, readBoolean, readInteger, readOid, readSmallInteger, readString, readTime } from './der-values.ts';
import { derBits, derBoolean, derGeneralizedTime, derInteger, derOid, derString, derTime, derValue } from './der-write.ts';
import type { Warning } from './parse-error.ts';

const node = (hex: string, warnings: Warning[] = []): ReturnType<typeof readDer> => readDer(fromHex(hex), warnings);
const time = (text: string, tag: number = TAG.generalizedTime): ReturnType<typeof readDer> => readDer(derValue(tag, encodeUtf8(text)));
const refusal = (code: string): unknown => expect.objectContaining({ code, offset: 0 });

test.each([
  ['020100', 0n],
  ['02017f', 127n],
  ['02020080', 128n],
  ['020180', -128n],
  ['0201ff', -1n],
  ['0209010000000000000000', 1n << 64n],
])('the INTEGER %s is %s', (hex, value) => {
  const warnings: Warning[] = [];
  expect(readInteger(node(hex, warnings))).toBe(value);
  expect(warnings).toEqual([]);
});

test.each([
  ['020400000005', 5n],
  ['0202ffff', -1n],
])('the INTEGER %s with superfluous octets is read and warned about', (hex, value) => {
  const warnings: Warning[] = [];
  expect(readInteger(node(hex, warnings))).toBe(value);
  expect(warnings.map(({ code }) => code)).toEqual(['non-minimal-integer']);
});

test('an INTEGER has 1 to 64 octets', () => {
  expect(() => readInteger(node('0200'))).toThrow(refusal('bad-value'));
  expect(readInteger(readDer(derValue(2, new Uint8Array(64).fill(1))))).toBeGreaterThan(0n);
  expect(() => readInteger(readDer(derValue(2, new Uint8Array(65).fill(1))))).toThrow(refusal('bad-value'));
});

test('a small INTEGER is between 0 and 2^31-1', () => {
  expect(readSmallInteger(readDer(derInteger(0x7fffffff)))).toBe(0x7fffffff);
  for (const value of [-1, 0x80000000]) expect(() => readSmallInteger(readDer(derInteger(value)))).toThrow(refusal('bad-value'));
});

test('TRUE is FF, and another octet than 0 is TRUE with a warning', () => {
  const warnings: Warning[] = [];
  expect([readBoolean(node('010100', warnings)), readBoolean(node('0101ff', warnings))]).toEqual([false, true]);
  expect(warnings).toEqual([]);
  expect(readBoolean(node('010101', warnings))).toBe(true);
  expect(warnings.map(({ code }) => code)).toEqual(['non-der-boolean']);
  for (const hex of ['0100', '0102ffff']) expect(() => readBoolean(node(hex))).toThrow(refusal('bad-value'));
});

test.each([
  ['0603550403', '2.5.4.3'],
  ['06092a864886f70d01010b', '1.2.840.113549.1.1.11'],
  ['06056781050201', '2.23.133.2.1'],
  ['060100', '0.0'],
  ['060127', '0.39'],
  ['060128', '1.0'],
  ['06028837', '2.999'],
])('the OBJECT IDENTIFIER %s is %s', (hex, dotted) => {
  expect(readOid(node(hex))).toBe(dotted);
  expect(toHex(derOid(dotted))).toBe(hex);
});

test.each(['0600', '060180', '06022a80'])('the OBJECT IDENTIFIER %s is refused', (hex) => {
  expect(() => readOid(node(hex))).toThrow(refusal('bad-value'));
});

test('an OBJECT IDENTIFIER has at most 128 octets', () => {
  expect(readOid(readDer(derValue(6, new Uint8Array(128).fill(1))))).toMatch(/^0\.1\.1/);
  expect(() => readOid(readDer(derValue(6, new Uint8Array(129).fill(1))))).toThrow(refusal('bad-value'));
});

test('a BIT STRING has its octets and its count of unused bits', () => {
  expect(readBitString(readDer(derBits(Uint8Array.of(0xa0), 5)))).toEqual({ unusedBits: 5, bytes: Uint8Array.of(0xa0) });
  expect(readBitString(node('030100'))).toEqual({ unusedBits: 0, bytes: new Uint8Array() });
  for (const hex of ['0300', '030101', '030208a0']) expect(() => readBitString(node(hex))).toThrow(refusal('bad-value'));
});

test.each([
  ['UTF8String', TAG.utf8String, 'c3a4', 'ä'],
  ['PrintableString', TAG.printableString, '6162', 'ab'],
  ['TeletexString', TAG.teletexString, 'e4', 'ä'],
  ['IA5String', TAG.ia5String, '61', 'a'],
  ['VisibleString', TAG.visibleString, '61', 'a'],
  ['BMPString', TAG.bmpString, '65e5672c', '日本'],
  ['UniversalString', TAG.universalString, '0001f600', '😀'],
])('a %s is read as text', (_, tag, hex, text) => {
  expect(readString(readDer(derValue(tag, fromHex(hex))))).toBe(text);
});

test('a string with an implicit tag is read as the type that is told', () => {
  expect(readString(readDer(derString('x', 0x86)), TAG.ia5String)).toBe('x');
  expect(() => readString(readDer(derString('x', 0x86)))).toThrow(refusal('bad-tag'));
});

test('strings that are none are refused', () => {
  expect(() => readString(readDer(derValue(TAG.utf8String, fromHex('61ff'))))).toThrow(
    expect.objectContaining({ code: 'bad-utf8', offset: 3 }),
  );
  expect(() => readString(readDer(derValue(TAG.universalString, fromHex('000061'))))).toThrow(refusal('bad-value'));
  expect(() => readString(readDer(derValue(TAG.universalString, fromHex('00110000'))))).toThrow(refusal('bad-value'));
  expect(() => readString(readDer(derInteger(1)))).toThrow(refusal('bad-tag'));
});

test.each([
  [TAG.utcTime, '491231235959Z', '2049-12-31T23:59:59Z'],
  [TAG.utcTime, '500101000000Z', '1950-01-01T00:00:00Z'],
  [TAG.utcTime, '2001010000Z', '2020-01-01T00:00:00Z'],
  [TAG.generalizedTime, '20500101000000Z', '2050-01-01T00:00:00Z'],
  [TAG.generalizedTime, '20240229120000Z', '2024-02-29T12:00:00Z'],
  [TAG.generalizedTime, '20000229000000Z', '2000-02-29T00:00:00Z'],
  [TAG.generalizedTime, '20200101000000.5Z', '2020-01-01T00:00:00Z'],
  [TAG.generalizedTime, '99991231235959Z', '9999-12-31T23:59:59Z'],
])('the time %i %s is %s', (tag, text, iso) => {
  expect(readTime(time(text, tag))).toBe(iso);
});

test.each([
  '20230229000000Z',
  '19000229000000Z',
  '20240230000000Z',
  '20200001000000Z',
  '20200100000000Z',
  '20200101240000Z',
  '20200101000060Z',
  '20200132000000Z',
  '20201301000000Z',
  '20200101250000Z',
  '20200101006000Z',
  '20200101000000',
  '20200101000000+0100',
  '2020',
  '',
])('the time %j is refused', (text) => {
  expect(() => readTime(time(text))).toThrow(refusal('bad-time'));
});

test('a time has a type of its own', () => {
  expect(() => readTime(readDer(derString('20200101000000Z')))).toThrow(refusal('bad-tag'));
  expect(() => readTime(time('20200101000000Z', TAG.utcTime))).toThrow(refusal('bad-time'));
});

test('a time is written as UTCTime through 2049 and as GeneralizedTime after', () => {
  expect(readDer(derTime('2049-12-31T23:59:59Z')).tag).toBe(TAG.utcTime);
  expect(readDer(derTime('2050-01-01T00:00:00Z')).tag).toBe(TAG.generalizedTime);
  expect(readDer(derGeneralizedTime('2020-01-01T00:00:00Z')).tag).toBe(TAG.generalizedTime);
});

test('TRUE is written as FF', () => {
  expect(toHex(derBoolean(true))).toBe('0101ff');
});

test('object identifiers that fall into one slot of what is remembered keep their own text', () => {
  const texts = Array.from({ length: 3000 }, (_, arc) => `1.3.6.1.4.1.${arc}`);
  const nodes = texts.map((text) => readDer(derOid(text)));
  for (const round of [1, 2]) {
    expect({ round, texts: nodes.map(readOid) }).toEqual({ round, texts });
  }
});

test('an object identifier with an arc beyond what a number holds keeps every digit', () => {
  const text = `2.25.${2n ** 127n + 1n}`;
  expect(readOid(readDer(derOid(text)))).toBe(text);
});
