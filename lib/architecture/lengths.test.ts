import { expect, test } from 'vitest';
import { tooLong } from './lengths.ts';
import { sourceFiles } from './source-files.ts';

const file = (path: string, lines: number) => ({ path, text: 'a;\n'.repeat(lines) });

test('no source file is longer than the limit', () => {
  expect(tooLong(sourceFiles())).toEqual([]);
});

test('one line too many is found, in a test too', () => {
  expect(tooLong([file('lib/x/a.ts', 300), file('lib/x/b.tsx', 301), file('lib/x/c.test.ts', 301)])).toEqual([
    'lib/x/b.tsx: 301 lines, and 300 are the limit',
    'lib/x/c.test.ts: 301 lines, and 300 are the limit',
  ]);
});
