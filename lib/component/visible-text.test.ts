import { expect, test } from 'vitest';
import { visibleJson, visibleText } from './visible-text.ts';

test('a bidirectional override is shown, not obeyed', () => {
  expect(visibleText('DIMM\u202E4G')).toBe('DIMM\\u{202E}4G');
});

test.each([
  ['a\u0000b', 'a\\u{0000}b'],
  ['a\u001b[2Jb', 'a\\u{001B}[2Jb'],
  ['a\nb', 'a\\u{000A}b'],
  ['a\u200bb', 'a\\u{200B}b'],
  ['a\u2028b', 'a\\u{2028}b'],
  ['a\ud800b', 'a\\u{D800}b'],
  ['a\u{e0041}b', 'a\\u{E0041}b'],
  ['a\u3164b', 'a\\u{3164}b'],
])('%j becomes %s', (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test('ordinary text of any script stays as it is', () => {
  for (const text of ['Dell Inc.', '富士通　D3641', 'Größe 5 µm', '😀', 'a\\b']) expect(visibleText(text)).toBe(text);
});

test('JSON with invisible characters escaped is the same JSON', () => {
  const value = { 'na\u202eme': ['\u009b31m', 'tag \u{e0041}', 'lone \ud800', 'plain', 'line\nbreak'] };
  const json = visibleJson(JSON.stringify(value, null, 2));
  expect(json).toMatch(/^[\n\x20-\x7e]+$/);
  expect(JSON.parse(json)).toEqual(value);
});
