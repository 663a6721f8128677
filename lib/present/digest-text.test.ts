import { expect, test } from 'vitest';
import { readDigest } from './digest-text.ts';

test.each([
  ['AB'.repeat(32), 'ab'.repeat(32)],
  [` sha256:${'0f'.repeat(32)} `, '0f'.repeat(32)],
  [`SHA-384=${'0f'.repeat(48)}`, '0f'.repeat(48)],
  ['0f'.repeat(64), '0f'.repeat(64)],
  ['0f'.repeat(20), null],
  [`sha1:${'0f'.repeat(20)}`, null],
  ['0f'.repeat(33), null],
  ['xy'.repeat(32), null],
  ['', null],
] as const)('%s is read as a digest, or is none that is looked up', (text, digest) => {
  expect(readDigest(text)).toBe(digest);
});
