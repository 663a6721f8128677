import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RULES } from '#lib/detect/rules.ts';
import { artifactId, makeBase, makeCheck, makeContext } from '#lib/testing/device-states.ts';
import { asksDevice, closedGround } from './closed-ground.ts';

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

test('a difference is told as gone only while something says what the device should hold', () => {
  const removed = { ...finding, rule: 'component-removed' };
  const expected = { units: [], properties: [], because: [] };
  expect(closedGround(removed, makeContext().device)).toBe('nothing-left');
  expect(closedGround(removed, makeContext({ expected: { ...expected, basis: 'none' } }).device)).toBe('nothing-expected');
  expect(closedGround(removed, makeContext({ expected: { ...expected, basis: 'conflict' } }).device)).toBe('nothing-expected');
  expect(closedGround({ ...removed, rule: 'weak-algorithm' }, makeContext({ expected: { ...expected, basis: 'none' } }).device)).toBe(
    'nothing-left',
  );
});

test('the comparing rules are those of the program', () => {
  const comparing = RULES.map(({ id }) => id).filter((id) =>
    readFileSync(`lib/detect/rules/${id}.ts`, 'utf8').includes('difference-sign.ts'),
  );
  expect(comparing.filter((id) => !asksDevice(id))).toEqual([]);
});
