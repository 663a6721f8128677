import { expect, test } from 'vitest';
import { makeBase, makeCheck, makeContext } from '#lib/testing/device-states.ts';
import { declaredVersionMismatch } from './declared-version-mismatch.ts';

test('fires for a body of another version than the declared one', () => {
  const documents = [makeBase({ checks: [makeCheck('specification', 'fail', 'declares 1.1 and is written by 1.0')] })];
  expect(declaredVersionMismatch.evaluate(makeContext({ documents }))).toMatchObject([{ severity: 'low' }]);
});

test('stays silent for a certificate that declares nothing', () => {
  const documents = [makeBase({ checks: [makeCheck('specification', 'unknown')] })];
  expect(declaredVersionMismatch.evaluate(makeContext({ documents }))).toEqual([]);
});
