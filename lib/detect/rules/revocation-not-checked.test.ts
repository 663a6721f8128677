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

test('fires as incomplete evidence where policy asks for the check', () => {
  const documents = [makeBase({ checks: [makeCheck('revocation', 'unknown')] })];
  expect(revocationNotChecked.evaluate(makeContext({ documents }, { requireRevocation: true }))).toMatchObject([
    { severity: 'medium', weighs: 'incomplete' },
  ]);
});

test('fires with the list that is out of date', () => {
  const check = { ...makeCheck('revocation', 'unknown'), code: 'outdated', because: [artifactId('list')] };
  const [sign] = revocationNotChecked.evaluate(makeContext({ documents: [makeBase({ checks: [check] })] }));
  expect(sign).toMatchObject({ because: [artifactId('base'), artifactId('list')] });
  expect(sign?.detail).toContain('not known any more');
});

test('stays silent for a certificate that is on hold, which has a rule of its own', () => {
  const check = { ...makeCheck('revocation', 'unknown'), code: 'on-hold' };
  expect(revocationNotChecked.evaluate(makeContext({ documents: [makeBase({ checks: [check] })] }))).toEqual([]);
});
