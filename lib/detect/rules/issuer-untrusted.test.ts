import { expect, test } from 'vitest';
import { artifactId, makeBase, makeCheck, makeContext } from '#lib/testing/device-states.ts';
import { issuerUntrusted } from './issuer-untrusted.ts';

test('fires as low for an issuer without an anchor', () => {
  const documents = [makeBase({ checks: [makeCheck('chain', 'unknown')], trusted: false, contributes: false })];
  expect(issuerUntrusted.evaluate(makeContext({ documents }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('fires as critical for a broken path of a certificate on which the answer rests', () => {
  const documents = [makeBase({ checks: [makeCheck('chain', 'fail')] })];
  expect(issuerUntrusted.evaluate(makeContext({ documents }))).toMatchObject([{ severity: 'critical', because: [artifactId('base')] }]);
});

test('stays silent for a path that ends at an anchor', () => {
  expect(issuerUntrusted.evaluate(makeContext({ documents: [makeBase({ checks: [makeCheck('chain')] })] }))).toEqual([]);
});

test('stays silent for a certificate whose signature fails, which has a rule of its own', () => {
  const documents = [makeBase({ checks: [makeCheck('signature', 'fail'), makeCheck('chain', 'unknown')] })];
  expect(issuerUntrusted.evaluate(makeContext({ documents }))).toEqual([]);
});
