import { expect, test } from 'vitest';
import { sha256Hex, sha256OfLines } from './digest.ts';

test.each([0, 1, 2, 999, 1000, 1001, 2500])('the digest of %d lines is that of their whole text', (count) => {
  const lines = Array.from({ length: count }, (_, index) => `line ${index} ä`);
  expect(sha256OfLines(lines)).toBe(sha256Hex(lines.join('\n')));
});
