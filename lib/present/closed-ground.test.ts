import { expect, test } from 'vitest';
import { artifactId, makeBase, makeCheck, makeContext } from '#lib/testing/device-states.ts';
import { closedGround } from './closed-ground.ts';

const finding = { rule: 'revocation-not-checked', because: [artifactId('base')] };
const deviceWith = (contributes: boolean, status: 'unknown' | 'pass') =>
  makeContext({ documents: [makeBase({ contributes, trusted: contributes, checks: [makeCheck('revocation', status)] })] }).device;

test('a revocation that was never checked closes because its certificate no longer counts', () => {
  expect(closedGround(finding, deviceWith(false, 'unknown'))).toBe('no-longer-counts');
  expect(closedGround(finding, makeContext({ documents: [] }).device)).toBe('no-longer-counts');
});

test('one that was checked meanwhile closes because nothing is left to find', () => {
  expect(closedGround(finding, deviceWith(true, 'pass'))).toBe('nothing-left');
  expect(closedGround(finding, deviceWith(false, 'pass'))).toBe('nothing-left');
});

test('findings of other rules close because nothing is left to find', () => {
  expect(closedGround({ ...finding, rule: 'component-added' }, deviceWith(false, 'unknown'))).toBe('nothing-left');
});
