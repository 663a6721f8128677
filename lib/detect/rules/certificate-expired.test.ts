import { expect, test } from 'vitest';
import { makeBase, makeContext } from '#lib/testing/device-states.ts';
import { certificateExpired } from './certificate-expired.ts';

test('fires for a certificate that expired since it was received', () => {
  const documents = [makeBase({}, { notAfter: '2026-05-31T23:59:59Z' })];
  const [sign] = certificateExpired.evaluate(makeContext({ documents }));
  expect(sign).toMatchObject({ severity: 'low' });
  expect(sign?.detail).toContain('still counts');
});

test('fires for a certificate whose time has not come', () => {
  const documents = [makeBase({ contributes: false }, { notBefore: '2027-01-01T00:00:00Z' })];
  expect(certificateExpired.evaluate(makeContext({ documents }))[0]?.detail).toContain('valid from 2027-01-01 00:00 UTC only');
});

test('stays silent at the last instant of the validity', () => {
  expect(certificateExpired.evaluate(makeContext({ documents: [makeBase({}, { notAfter: '2026-06-01T00:00:00Z' })] }))).toEqual([]);
});
