import { expect, test } from 'vitest';
import { artifactId, makeBase, makeCheck, makeContext } from '#lib/testing/device-states.ts';
import { revocationNotChecked } from './revocation-not-checked.ts';

test('fires as information for a contributing certificate', () => {
  const documents = [makeBase({ checks: [makeCheck('revocation', 'unknown')] })];
  expect(revocationNotChecked.evaluate(makeContext({ documents }))).toMatchObject([{ severity: 'info', because: [artifactId('base')] }]);
});

test('stays silent for a certificate on which nothing rests', () => {
  const documents = [makeBase({ checks: [makeCheck('revocation', 'unknown')], trusted: false, contributes: false })];
  expect(revocationNotChecked.evaluate(makeContext({ documents }))).toEqual([]);
});
