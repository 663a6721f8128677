import { expect, test } from 'vitest';
import { makeCertificate, makeContext, makeEk } from '#lib/testing/device-states.ts';
import { missingKeyUsage } from './missing-key-usage.ts';

test('fires as information for an EK certificate without the TCG usage', () => {
  expect(missingKeyUsage.evaluate(makeContext({ documents: [makeEk()] }))).toMatchObject([{ severity: 'info' }]);
});

test('stays silent for an EK certificate with it', () => {
  const certificate = makeCertificate({ extendedKeyUsage: ['2.23.133.8.1'] });
  expect(missingKeyUsage.evaluate(makeContext({ documents: [makeEk({}, { certificate })] }))).toEqual([]);
});
