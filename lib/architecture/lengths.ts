import type { SourceFile } from './imports.ts';

/** Lines that a source file may have: what is longer holds two ideas. Functions are counted by the linter, at most 60 lines each. */
const MAX_LINES = 300;

/** Every sentence against files that are too long, tests among them. */
export const tooLong = (files: readonly SourceFile[]): readonly string[] =>
  files
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path}: ${lines} lines, and ${MAX_LINES} are the limit`);
