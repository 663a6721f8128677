import { expect, test } from 'vitest';
import { hexRows } from './hex-rows.ts';
import { rawBlocks, rawPlace } from './raw-content.ts';
import { looksLikeText, MAX_TEXT_ROW, textRows } from './text-rows.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const shown = (bytes: Uint8Array): readonly string[] => textRows(bytes, 0).map(({ pieces }) => pieces.map(({ text }) => text).join(''));

test('a hex row has sixteen octets, its offset and what is printable', () => {
  const rows = hexRows(
    Uint8Array.from({ length: 18 }, (_, index) => index + 0x40),
    32,
  );
  expect(rows).toHaveLength(2);
  expect(rows[0]).toMatchObject({ offset: 32, text: '@ABCDEFGHIJKLMNO' });
  expect(rows[1]).toEqual({ offset: 48, octets: ['50', '51'], text: 'PQ' });
  expect(hexRows(Uint8Array.of(0, 0x7f, 0xff), 0)[0]?.text).toBe('...');
});

test('text is cut at its lines, and each row tells its octets', () => {
  expect(textRows(utf8('a\nüb\n\nc'), 10).map(({ offset, length }) => [offset, length])).toEqual([
    [10, 2],
    [12, 4],
    [16, 1],
    [17, 1],
  ]);
  expect(shown(utf8('a\nüb\n\nc'))).toEqual(['a', 'üb', '', 'c']);
});

test('a long line is cut between characters, never inside one', () => {
  const rows = textRows(utf8(`${'x'.repeat(MAX_TEXT_ROW - 1)}漢字`), 0);
  expect(rows.map(({ length }) => length)).toEqual([MAX_TEXT_ROW - 1, 6]);
  expect(rows[1]?.pieces).toEqual([{ text: '漢字', mark: 'plain' }]);
});

test('what can not be seen is written out', () => {
  expect(shown(utf8('a\u202Eb\0c\r'))).toEqual(['a\\u{202E}b␀c␍']);
  expect(shown(Uint8Array.of(0x61, 0xff, 0xc3, 0x28, 0xe2, 0x82))).toEqual(['a\\x{FF}\\x{C3}(\\x{E2}\\x{82}']);
  expect(textRows(utf8('a\u200Bb'), 0)[0]?.pieces.map(({ mark }) => mark)).toEqual(['plain', 'written-out', 'plain']);
});

test('the character of one octet can be marked, the end of a line too', () => {
  const marks = (at: number) => textRows(utf8('aüb\nc'), 100, at).map(({ pieces }) => pieces.map(({ text, mark }) => `${mark} ${text}`));
  expect(marks(102)).toEqual([['plain a', 'here ü', 'plain b'], ['plain c']]);
  expect(marks(104)).toEqual([['plain aüb', 'here ␊'], ['plain c']]);
  expect(marks(99)).toEqual([['plain aüb'], ['plain c']]);
});

test('octets that only continue a character end a row all the same', () => {
  const rows = textRows(new Uint8Array(MAX_TEXT_ROW + 40).fill(0x80), 0);
  expect(rows.reduce((sum, { length }) => sum + length, 0)).toBe(MAX_TEXT_ROW + 40);
});

test('text is told from binary content', () => {
  expect(looksLikeText(utf8('{"a": "ü"}\r\n\t'))).toBe(true);
  expect(looksLikeText(utf8(`{"name": "a\0b", "more": "${'x'.repeat(20)}"}`))).toBe(true);
  expect(looksLikeText(Uint8Array.of(0x30, 0x82, 0x01, 0x02))).toBe(false);
  expect(looksLikeText(Uint8Array.of(0x61, 0xff))).toBe(false);
});

const PEM = utf8('text\n-----BEGIN A-----\nMAA=\n-----END A-----\n-----BEGIN B-----\nMAEA\n-----END B-----\n');

test('the blocks of a PEM file are decoded; a broken one has none', () => {
  expect(rawBlocks(PEM).map(({ label, bytes }) => [label, [...bytes]])).toEqual([
    ['A', [0x30, 0]],
    ['B', [0x30, 1, 0]],
  ]);
  expect(rawBlocks(PEM.subarray(0, 40))).toEqual([]);
  expect(rawBlocks(Uint8Array.of(0x30, 0))).toEqual([]);
});

test('an offset told inside a block counts from the block', () => {
  const blocks = rawBlocks(PEM);
  const read = { offset: blocks[1]?.offset ?? 0, error: null };
  expect(rawPlace({ bytes: PEM, blocks, read, offset: 2 })).toEqual({ block: 1, offset: 2 });
  expect(rawPlace({ bytes: PEM, blocks: [], read: { offset: 0, error: null }, offset: 7 })).toEqual({ block: null, offset: 7 });
});

test('an offset told behind the header of a TPM counts from the file', () => {
  const bytes = Uint8Array.of(0x10, 0x01, 0x00, 0, 4, 0x10, 0x02, 0x30, 0x00);
  const read = { offset: 0, error: null };
  expect(rawPlace({ bytes, blocks: [], read, offset: 1 })).toEqual({ block: null, offset: 8 });
  expect(rawPlace({ bytes, blocks: [], read, offset: 0, code: 'tpm-nv-header' })).toEqual({ block: null, offset: 0 });
});
