import { expect, test } from 'vitest';
import { type VersionQuestion, versionOrder } from './version-order.ts';

const order = (from: string, to: string, more: Partial<VersionQuestion> = {}) =>
  versionOrder({ from, to, scheme: null, manufacturer: '', ...more });

test.each([
  ['1.2.0', '1.10.0'],
  ['v1.9', '2'],
  ['1.2', '1.2.1'],
])('%s is older than %s', (a, b) => {
  expect(order(a, b)).toBe('newer');
  expect(order(b, a)).toBe('older');
});

test('a missing last part counts as zero, and blanks around a version as nothing', () => {
  expect(order('1.2', '1.2.0')).toBe('equal');
  expect(order('1.0', '1.0       ')).toBe('equal');
});

test.each([
  ['A12', 'A13'],
  ['1.2-rc1', '1.2'],
  ['', '1'],
  ['1..2', '1.2'],
  ['41000C20', '41000D05'],
])('%s and %s have no order that is known', (a, b) => {
  expect(order(a, b)).toBe('unknown');
});

test.each([
  ['hex', '0x1000C', '0x10010', 'newer'],
  ['hex', 'FF', '100', 'newer'],
  ['quad', '1.2.3.4', '1.2.3.10', 'newer'],
  ['semver', '1.2.0-rc.1', '1.2.0', 'newer'],
  ['semver', '1.2.0-rc.2', '1.2.0-rc.10', 'newer'],
  ['semver', '1.2.0+a', '1.2.0+b', 'equal'],
  ['plain', '1', '2', 'unknown'],
  ['constructor', '1', '2', 'unknown'],
])('by the declared scheme %s: from %s to %s is %s', (scheme, from, to, wanted) => {
  expect(order(from, to, { scheme })).toBe(wanted);
});

test.each([
  ['Dell Inc.', 'A09', 'A12', 'newer'],
  ['LENOVO', 'N2EET54W (1.36 )', 'N2EET40W (1.22 )', 'older'],
  ['LENOVO', 'N2EET54W (1.36 )', 'N2XET55W (1.37 )', 'unknown'],
  ['HP', 'Q78 Ver. 01.05.00', 'Q78 Ver. 01.10.00', 'newer'],
  ['HPE', 'U30 v2.42 (07/20/2020)', 'U30 v2.10 (05/21/2019)', 'older'],
  ['HPE', 'U30 v2.42 (07/20/2020)', 'U32 v2.50 (07/20/2020)', 'unknown'],
  ['Pomelo', 'A09', 'A12', 'unknown'],
])('by the form of %s: from %s to %s is %s', (manufacturer, from, to, wanted) => {
  expect(order(from, to, { manufacturer })).toBe(wanted);
});
