import { expect, test } from 'vitest';
import { CSV_BYTE_ORDER_MARK, csvLine, csvText } from './csv.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  [' =1', "' =1"],
  ['\uFF1D1', "'\uFF1D1"],
])('%j can not run as a formula', (value, cell) => {
  expect(csvLine([value])).toBe(`${cell}\r\n`);
});

test('a leading tab or carriage return can not hide a formula', () => {
  expect(csvLine(['\t=1', '\r=1', '\tplain'])).toMatch(/^'.*,'.*,'.*plain\r\n$/);
});

test('commas and quotes are quoted, nothing is an empty cell', () => {
  expect(csvLine(['a,b', 'say "x"', null, 'plain'])).toBe('"a,b","say ""x""",,plain\r\n');
});

test('a line break in a value can not begin a line', () => {
  expect(csvLine(['a\r\n=1']).split('\r\n')).toHaveLength(2);
});

test.each([
  ['00123', "'00123"],
  ['1E5', "'1E5"],
  ['2026-01-02', "'2026-01-02"],
  ['SN-1', 'SN-1'],
  ['', ''],
])('the serial %j stays text', (serial, text) => {
  expect(csvText(serial)).toBe(text);
});

test('the byte order mark is the one of UTF-8', () => {
  expect([...new TextEncoder().encode(CSV_BYTE_ORDER_MARK)]).toEqual([0xef, 0xbb, 0xbf]);
});

test('a long text that is almost a number is looked at once', () => {
  const before = process.cpuUsage();
  expect(csvText(`${'1'.repeat(200_000)}x`)).toMatch(/^1.*x$/);
  expect(process.cpuUsage(before).user).toBeLessThan(500_000);
});
