import { expect, test } from 'vitest';
import { versionKey } from './version-key.ts';

test('versions sort by their numbers, whatever their case and width', () => {
  const versions = ['2.0', '1.10.0', '1.9.3', 'F12', 'F2', 'f３'];
  expect(versions.toSorted((a, b) => (versionKey(a) < versionKey(b) ? -1 : 1))).toEqual(['1.9.3', '1.10.0', '2.0', 'F2', 'f３', 'F12']);
  expect(versionKey('Ｎ2HET80W  (1.63 )')).toBe(versionKey('n2het80w (1.63 )'));
});

test('dots tell versions apart, and nothing is no version', () => {
  expect(versionKey('1.10')).not.toBe(versionKey('11.0'));
  expect([versionKey(null), versionKey(' ')]).toEqual(['', '']);
  expect(versionKey('9'.repeat(5000)).length).toBeLessThanOrEqual(200);
});
