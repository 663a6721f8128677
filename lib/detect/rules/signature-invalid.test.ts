import { expect, test } from 'vitest';
import { artifactId, makeBase, makeCheck, makeContext } from '#lib/testing/device-states.ts';
import { signatureInvalid } from './signature-invalid.ts';

test('fires as critical for a certificate on which the answer rests', () => {
  const documents = [makeBase({ checks: [makeCheck('signature', 'fail')] })];
  expect(signatureInvalid.evaluate(makeContext({ documents }))).toMatchObject([{ severity: 'critical', because: [artifactId('base')] }]);
});

test("fires as low, without weight, for a stranger's file that changes nothing", () => {
  const stranger = makeBase({ checks: [makeCheck('signature', 'fail')], trusted: false, contributes: false });
  expect(signatureInvalid.evaluate(makeContext({ documents: [stranger] }))).toMatchObject([{ severity: 'low', weighs: 'none' }]);
});

test('stays silent for a signature that could not be evaluated', () => {
  const documents = [makeBase({ checks: [makeCheck('signature', 'unknown')] })];
  expect(signatureInvalid.evaluate(makeContext({ documents }))).toEqual([]);
});
