import { expect, test } from 'vitest';
import { encodeUtf8 } from './bytes.ts';
import { MAX_JSON_DEPTH, parseJson } from './json.ts';
import { ParseError, type Warning } from './parse-error.ts';

const parse = (text: string): unknown => parseJson(encodeUtf8(text));

function failureOf(bytes: Uint8Array | string): ParseError {
  try {
    parseJson(typeof bytes === 'string' ? encodeUtf8(bytes) : bytes);
  } catch (error) {
    if (error instanceof ParseError) return error;
    throw error;
  }
  throw new Error('was read without an error');
}

test('values come out as JSON.parse gives them', () => {
  const text = ' {"a":[1,-2.5e3,true,false,null,"é\\u00e9\\n"],"":{},"__proto__":[]} ';
  expect(parse(text)).toEqual(JSON.parse(text));
});

test('a byte order mark is tolerated, and offsets count it', () => {
  const marked = (text: string): Uint8Array => encodeUtf8(`\uFEFF${text}`);
  expect(parseJson(marked('[1]'))).toEqual([1]);
  expect(failureOf(marked('[1,x]')).offset).toBe(6);
});

test('a file without a value is empty', () => {
  expect(failureOf('').code).toBe('empty-file');
  expect(failureOf(' \n').code).toBe('empty-file');
});

test('offsets are octets, not characters', () => {
  expect(failureOf('["日本", x]')).toMatchObject({ code: 'bad-json', offset: 11 });
});

test('bad UTF-8 is refused with the offset of the octet', () => {
  const bytes = Uint8Array.from([0x5b, 0x22, 0x61, 0xff, 0x22, 0x5d]);
  expect(failureOf(bytes)).toMatchObject({ code: 'bad-utf8', offset: 3 });
});

test('UTF-16 is named as what it is', () => {
  const error = failureOf(new Uint8Array(Buffer.from('\uFEFF{}', 'utf16le')));
  expect(error.code).toBe('bad-utf8');
  expect(error.message).toContain('UTF-16');
});

test('a duplicate name is refused with its offset and path', () => {
  const error = failureOf('{"components":[{"a":1},{"serial":1,"b":2,"serial":3}]}');
  expect(error).toMatchObject({ code: 'duplicate-key', offset: 41, path: 'components[1].serial' });
});

test('names are compared after unescaping', () => {
  expect(failureOf('{"serial":1,"s\\u0065rial":2}').code).toBe('duplicate-key');
});

test('the same name in other objects is no duplicate', () => {
  expect(parse('[{"a":{"a":1}},{"a":2}]')).toEqual([{ a: { a: 1 } }, { a: 2 }]);
});

test('a duplicate among very many names is found', () => {
  const names = Array.from({ length: 5000 }, (_, index) => `"n${index}":0`);
  expect(Object.keys(parse(`{${names.join()}}`) as object)).toHaveLength(5000); // the cast: a parsed object
  expect(failureOf(`{${names.join()},"n3":0}`).code).toBe('duplicate-key');
});

test('nesting is read to the limit and refused just above it', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  expect(() => parse(nested(MAX_JSON_DEPTH))).not.toThrow();
  expect(failureOf(nested(MAX_JSON_DEPTH + 1))).toMatchObject({ code: 'too-deep', offset: MAX_JSON_DEPTH });
});

test('a hundred thousand levels end in an error, not in a crash', () => {
  expect(failureOf('['.repeat(100_000)).code).toBe('too-deep');
  expect(failureOf('{"a":'.repeat(100_000)).code).toBe('too-deep');
});

test('the count of values is limited', () => {
  expect(parseJson(encodeUtf8('[1,2,3]'), { maxValues: 4 })).toEqual([1, 2, 3]);
  expect(() => parseJson(encodeUtf8('[1,2,3]'), { maxValues: 3 })).toThrow(expect.objectContaining({ code: 'too-many', offset: 5 }));
});

test('anything behind the value is trailing data', () => {
  expect(failureOf('{} {}')).toMatchObject({ code: 'trailing-data', offset: 3 });
});

test('half a surrogate pair in an escape is read and noted', () => {
  const notes: Warning[] = [];
  const value = parseJson(encodeUtf8('{"a":["\\ud83d\\ude00","\\ud800","\\udc00"]}'), { note: (warning) => notes.push(warning) });
  expect(value).toEqual({ a: ['😀', '\ud800', '\udc00'] });
  expect(notes).toMatchObject([{ code: 'lone-surrogate', offset: 22, path: 'a[1]' }]);
});

test('a number that no double holds is refused', () => {
  expect(parse('[1e308]')).toEqual([1e308]);
  expect(failureOf('[1e309]')).toMatchObject({ code: 'bad-value', offset: 1 });
  expect(failureOf(`[${'9'.repeat(400)}]`).code).toBe('bad-value');
});

test.each([
  '[1,]',
  '[,1]',
  '{"a":1,}',
  '{a:1}',
  '{"a" 1}',
  "['a']",
  '[01]',
  '[1.]',
  '[+1]',
  '[-x]',
  '["\t"]',
  '["\\x"]',
  '["\\u12g4"]',
  '[nul1]',
  '[NaN]',
  '// x',
])('%j is bad JSON', (text) => {
  expect(failureOf(text).code).toBe('bad-json');
});

test('every truncation of a text ends in an error at its end', () => {
  const text = '{"a":[1,-2,true,null,"x\\n\\u0041é"],"b":{"c":{}}}';
  const bytes = encodeUtf8(text);
  for (let length = 1; length < bytes.length; length += 1) {
    const error = failureOf(bytes.subarray(0, length));
    expect(['truncated', 'bad-utf8']).toContain(error.code);
    expect(error.offset).toBeGreaterThanOrEqual(length - 1);
  }
});
