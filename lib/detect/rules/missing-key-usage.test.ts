import { expect, test } from 'vitest';
import { makeCheck, makeContext, makeEk } from '#lib/testing/device-states.ts';
import { missingKeyUsage } from './missing-key-usage.ts';

const withCheck = (status: 'pass' | 'unknown') => makeContext({ documents: [makeEk({ checks: [makeCheck('key-usage', status)] })] });

test('fires as information for an EK certificate without the TCG usage', () => {
  expect(missingKeyUsage.evaluate(withCheck('unknown'))).toMatchObject([{ severity: 'info' }]);
});

test('stays silent for an EK certificate with it', () => {
  expect(missingKeyUsage.evaluate(withCheck('pass'))).toEqual([]);
});
