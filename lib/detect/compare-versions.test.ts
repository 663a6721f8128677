import { expect, test } from 'vitest';
import { compareVersions } from './compare-versions.ts';

test.each([
  ['1.2.0', '1.10.0'],
  ['v1.9', '2'],
  ['1.2', '1.2.1'],
])('%s is older than %s', (a, b) => {
  expect(compareVersions(a, b)).toBeLessThan(0);
  expect(compareVersions(b, a)).toBeGreaterThan(0);
});

test('a missing last part counts as zero', () => {
  expect(compareVersions('1.2', '1.2.0')).toBe(0);
});

test.each([
  ['A12', 'A13'],
  ['1.2-rc1', '1.2'],
  ['', '1'],
  ['1..2', '1.2'],
])('%s and %s have no order that is known', (a, b) => {
  expect(compareVersions(a, b)).toBeNull();
});
