import { expect, test } from 'vitest';
import { circlesOf } from './circles.ts';
import { sourceFiles } from './source-files.ts';

const file = (path: string, ...imports: readonly string[]) => ({
  path,
  text: imports.map((specifier) => `import type { A } from '${specifier}';`).join('\n'),
});

test('no file leads back to itself', () => {
  expect(circlesOf(sourceFiles())).toEqual([]);
});

test('two files that import each other are a circle, over floors and through types too', () => {
  const files = [
    file('lib/x/a.ts', './b.ts', 'node:fs'),
    file('lib/x/b.ts', '#lib/y/c.ts'),
    file('lib/y/c.ts', '#lib/x/a.ts'),
    file('lib/x/d.ts', './a.ts'),
  ];
  expect(circlesOf(files)).toEqual([['lib/x/a.ts', 'lib/x/b.ts', 'lib/y/c.ts']]);
});

test('a file that imports itself is a circle', () => {
  expect(circlesOf([file('lib/x/a.ts', './a.ts')])).toEqual([['lib/x/a.ts']]);
});

test('two roads to one file are none', () => {
  const files = [file('app/a.ts', './b.ts', './c.ts'), file('app/b.ts', './d.ts'), file('app/c.ts', './d.ts'), file('app/d.ts')];
  expect(circlesOf(files)).toEqual([]);
});
