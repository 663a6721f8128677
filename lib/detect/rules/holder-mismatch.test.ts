import { expect, test } from 'vitest';
import { makeBase, makeCheck, makeContext } from '#lib/testing/device-states.ts';
import { holderMismatch } from './holder-mismatch.ts';

const checks = [makeCheck('signature'), makeCheck('chain'), makeCheck('holder', 'fail')];

test('fires as high for the only certificate of a device', () => {
  const documents = [makeBase({ checks, contributes: false, trusted: false })];
  expect(holderMismatch.evaluate(makeContext({ documents }))).toMatchObject([{ severity: 'high', weighs: 'failed' }]);
});

test("fires as low for a stranger's certificate beside one that contributes", () => {
  const stranger = makeBase({ checks, contributes: false, trusted: false }, { serialNumber: 43n });
  expect(holderMismatch.evaluate(makeContext({ documents: [makeBase(), stranger] }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent while the EK certificate is not at hand', () => {
  const documents = [makeBase({ checks: [makeCheck('holder', 'unknown')] })];
  expect(holderMismatch.evaluate(makeContext({ documents }))).toEqual([]);
});
