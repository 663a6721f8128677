import { expect, test } from 'vitest';
import { encodeUtf8, fromHex } from '#lib/encoding/bytes.ts';
import { readDer, TAG } from '#lib/encoding/der.ts';
import { derInteger, derOid, derSequence, derSetOf, derString, derValue } from '#lib/encoding/der-write.ts';
import { compareNames, encodeName, MAX_CLEAR_NAME_KEY, MAX_NAME_ATTRIBUTES, nameKey, nameText, readName } from './name.ts';
import type { Name } from './types.ts';

const CN = '2.5.4.3';
const O = '2.5.4.10';
const C = '2.5.4.6';

function nameOf(...attributes: readonly (readonly [oid: string, value: string])[]): Name {
  return readName(readDer(encodeName(attributes.map(([oid, value]) => ({ oid, value })))));
}

function nameWith(oid: string, value: Uint8Array): Name {
  return readName(readDer(derSequence(derSetOf(derSequence(derOid(oid), value)))));
}

test('a name is told with the most specific part first', () => {
  expect(nameText(nameOf([C, 'US'], [O, 'Example'], [CN, 'ca']))).toBe('CN=ca,O=Example,C=US');
});

test('an empty name is an empty text', () => {
  expect(nameText(nameOf())).toBe('');
});

test.each([
  ['Example, Inc.', 'Example\\, Inc.'],
  ['a+b"c\\d<e>f;g', 'a\\+b\\"c\\\\d\\<e\\>f\\;g'],
  [' outer ', '\\ outer\\ '],
  [' ', '\\ '],
  ['#1', '\\#1'],
  ['a#b c', 'a#b c'],
  ['line\nbreak', 'line\\0abreak'],
  ['nul\u0000', 'nul\\00'],
  ['left\u202eright', 'left\\e2\\80\\aeright'],
  ['日本', '日本'],
])('the value %j is written as %s', (value, text) => {
  expect(nameText(nameOf([CN, value]))).toBe(`CN=${text}`);
});

test('the names of a TPM are written with dotted types and plain values', () => {
  const name = nameOf(['2.23.133.2.1', 'id:53544D20'], ['2.23.133.2.2', 'ST33'], ['2.23.133.2.3', 'id:0D0C']);
  expect(nameText(name)).toBe('2.23.133.2.3=id:0D0C,2.23.133.2.2=ST33,2.23.133.2.1=id:53544D20');
});

test('a value of an unknown type is written in hexadecimal', () => {
  expect(nameText(nameWith('1.2.3.4', derString('x')))).toBe('1.2.3.4=#0c0178');
  expect(nameText({ rdns: [[{ oid: '1.2.3.4', value: 'x' }]], raw: new Uint8Array() })).toBe('1.2.3.4=#0c0178');
});

test('a value that is no string is written in hexadecimal and is not mistaken for a string', () => {
  const manufacturer = nameWith('2.23.133.5.1.2', derSequence(derOid('1.3.6.1.4.1.343')));
  expect(nameText(manufacturer)).toBe('2.23.133.5.1.2=#300906072b060104018257');
  const text = nameOf(['2.23.133.5.1.2', '#300906072b060104018257']);
  expect(nameText(text)).toBe('2.23.133.5.1.2=\\#300906072b060104018257');
  expect(compareNames(manufacturer, text)).toBe('different');
});

test('several attributes in one RDN are joined by a plus sign, and their order does not matter', () => {
  const attribute = (oid: string, value: string): Uint8Array => derSequence(derOid(oid), derString(value));
  const [a, b] = [attribute(CN, 'x'), attribute(O, 'y')];
  const unordered = readName(readDer(derSequence(derValue(TAG.set, b, a))));
  expect(nameText(unordered)).toBe('O=y+CN=x');
  expect(compareNames(unordered, readName(readDer(derSequence(derSetOf(a, b)))))).toBe('equal');
  expect(compareNames(unordered, nameOf([O, 'y'], [CN, 'x']))).toBe('different');
});

test.each<[string, Uint8Array]>([
  ['PrintableString', derString('test ca', TAG.printableString)],
  ['other case', derString('TEST CA')],
  ['white space', derString('  Test \t  CA ')],
  ['TeletexString', derValue(TAG.teletexString, encodeUtf8('Test CA'))],
  ['BMPString', derValue(TAG.bmpString, fromHex('0054006500730074002000430041'))],
  ['full-width letters', derString('Ｔｅｓｔ　ＣＡ')],
  ['invisible characters', derString('Te\u200bst\u00ad CA\u202e')],
])('names are equal whatever the %s', (_, value) => {
  expect(compareNames(nameWith(CN, value), nameOf([CN, 'Test CA']))).toBe('equal');
});

test('names that fold to the same letters are equal', () => {
  expect(compareNames(nameOf([CN, 'STRASSE']), nameOf([CN, 'straße']))).toBe('equal');
  expect(compareNames(nameOf([CN, 'ΟΔΟΣ']), nameOf([CN, 'οδος']))).toBe('equal');
});

test('names with other values, types or lengths are different', () => {
  const name = nameOf([C, 'US'], [CN, 'ca']);
  expect(compareNames(name, nameOf([C, 'US'], [CN, 'cb']))).toBe('different');
  expect(compareNames(name, nameOf([C, 'US'], [O, 'ca']))).toBe('different');
  expect(compareNames(name, nameOf([C, 'US']))).toBe('different');
  expect(compareNames(nameOf([CN, 'a,2.5.4.10=b']), nameOf([CN, 'a'], [O, 'b']))).toBe('different');
  expect(compareNames(nameOf([CN, 'TestCA']), nameOf([CN, 'Test CA']))).toBe('different');
});

test('a name with its parts in reverse order is reversed', () => {
  expect(compareNames(nameOf([C, 'US'], [O, 'x'], [CN, 'ca']), nameOf([CN, 'CA'], [O, 'x'], [C, 'US']))).toBe('reversed');
});

test('a key has no control characters and stays short', () => {
  expect(nameKey(nameOf([CN, 'a\u0000b\u0007']))).toBe('2.5.4.3=ab');
  const long = nameOf([CN, 'x'.repeat(5000)]);
  expect(nameKey(long).length).toBeLessThanOrEqual(MAX_CLEAR_NAME_KEY);
  expect(compareNames(long, nameOf([CN, 'X'.repeat(5000)]))).toBe('equal');
  expect(compareNames(long, nameOf([CN, 'x'.repeat(5001)]))).toBe('different');
});

test('the reversed order of long names is seen too', () => {
  const long = 'x'.repeat(5000);
  expect(compareNames(nameOf([CN, long], [O, 'y']), nameOf([O, 'y'], [CN, long]))).toBe('reversed');
});

test('country codes are PrintableString, other values UTF8String', () => {
  expect(Buffer.from(encodeName([{ oid: C, value: 'US' }])).toString('hex')).toBe('300d310b3009060355040613025553');
  expect(Buffer.from(encodeName([{ oid: CN, value: 'ca' }])).toString('hex')).toBe('300d310b300906035504030c026361');
});

test('a name may have the limit of attributes and not one more', () => {
  const many = (count: number): Name => nameOf(...Array.from({ length: count }, () => [CN, 'x'] as const));
  expect(many(MAX_NAME_ATTRIBUTES).rdns).toHaveLength(MAX_NAME_ATTRIBUTES);
  expect(() => many(MAX_NAME_ATTRIBUTES + 1)).toThrow(expect.objectContaining({ code: 'too-many' }));
});

test.each([
  ['no SEQUENCE', derInteger(1), 'bad-tag'],
  ['an RDN that is no SET', derSequence(derSequence()), 'bad-tag'],
  ['an attribute without a value', derSequence(derSetOf(derSequence(derOid(CN)))), 'missing-field'],
  ['a value that is no UTF-8', derSequence(derSetOf(derSequence(derOid(CN), derValue(TAG.utf8String, Uint8Array.of(0xff))))), 'bad-utf8'],
])('%s is refused', (_, der, code) => {
  expect(() => readName(readDer(der))).toThrow(expect.objectContaining({ code }));
});
