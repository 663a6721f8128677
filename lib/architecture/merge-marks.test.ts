import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What a merge leaves in a file where two changes met; the middle line alone may be the underline of a heading. */
const MERGE_MARK = /^(?:<{7}|>{7}) /m;

const trackedTexts = (): readonly string[] =>
  execFileSync('git', ['ls-files', '*.md', '*.ts', '*.tsx', '*.css', '*.json', '*.sql', '*.prisma'], { encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '');

test('no file still has both sides of a merge', () => {
  expect(trackedTexts().filter((path) => MERGE_MARK.test(readFileSync(path, 'utf8')))).toEqual([]);
});

test('a mark of a merge is found at the begin of a line alone', () => {
  expect(MERGE_MARK.test(`a\n${'<'.repeat(7)} HEAD\nb`)).toBe(true);
  expect(MERGE_MARK.test(`a\n${'>'.repeat(7)} 1a2b3c (what)\n`)).toBe(true);
  expect(MERGE_MARK.test(`const a = ' ${'<'.repeat(7)} HEAD';`)).toBe(false);
});
