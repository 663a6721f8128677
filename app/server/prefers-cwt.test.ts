import { expect, test } from 'vitest';
import { prefersCwt } from './prefers-cwt.ts';

test.each([
  [null, false],
  ['*/*', false],
  ['application/eat+jwt', false],
  ['application/eat+cwt', true],
  ['application/CWT', true],
  ['application/eat+jwt;q=0.5, application/eat+cwt', true],
  ['application/eat+cwt;q=0.5, application/eat+jwt;q=0.9', false],
  ['application/eat+cwt;q=0', false],
  ['application/eat+cwt;q=nonsense', false],
  ['text/html', false],
])('Accept: %s asks for a CWT: %s', (accept, expected) => {
  expect(prefersCwt(accept)).toBe(expected);
});
