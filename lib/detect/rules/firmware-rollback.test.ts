import { expect, test } from 'vitest';
import { makeContext, makeDifference, makeFirmware } from '#lib/testing/device-states.ts';
import { firmwareRollback } from './firmware-rollback.ts';

const expected = makeFirmware({ revision: '1.10.0' });
const older = makeDifference({ kind: 'firmware-changed', expected, observed: makeFirmware({ revision: '1.9.0' }) });

test('fires for a version that is older by its numbers, not by its letters', () => {
  const [sign] = firmwareRollback.evaluate(makeContext({ differences: [older] }));
  expect(sign).toMatchObject({ severity: 'high' });
  expect(sign?.detail).toContain('older 1.9.0');
});

test('stays silent for versions without a known order', () => {
  expect(firmwareRollback.evaluate(makeContext({ differences: [{ ...older, observed: makeFirmware({ revision: 'A09' }) }] }))).toEqual([]);
});
