import { expect, test } from 'vitest';
import { makeContext, makeDifference, makeFirmware } from '#lib/testing/device-states.ts';
import { firmwareChanged } from './firmware-changed.ts';

const changed = makeDifference({ kind: 'firmware-changed', expected: makeFirmware(), observed: makeFirmware({ revision: '1.3.0' }) });

test('fires for a newer version that nobody signed for', () => {
  const [sign] = firmwareChanged.evaluate(makeContext({ differences: [changed] }));
  expect(sign).toMatchObject({ severity: 'high' });
  expect(sign?.detail).toContain('from 1.2.0 to 1.3.0 (newer)');
});

test('fires with an unknown direction where the versions have no order', () => {
  const differences = [{ ...changed, observed: makeFirmware({ revision: 'A13' }) }];
  expect(firmwareChanged.evaluate(makeContext({ differences }))[0]?.detail).toContain('direction unknown');
});

test('fires for versions that the SMBIOS registry puts into the model', () => {
  const differences = [
    { ...changed, expected: makeFirmware({ model: '2.1', revision: null }), observed: makeFirmware({ model: '2.2', revision: null }) },
  ];
  expect(firmwareChanged.evaluate(makeContext({ differences }))[0]?.detail).toContain('from 2.1 to 2.2 (newer)');
});

test('stays silent for an older version, which has a rule of its own', () => {
  expect(firmwareChanged.evaluate(makeContext({ differences: [{ ...changed, observed: makeFirmware({ revision: '1.1.0' }) }] }))).toEqual(
    [],
  );
});

test('stays silent for a version that somebody signed for', () => {
  expect(firmwareChanged.evaluate(makeContext({ differences: [{ ...changed, authorization: 'authorized-by-delta' }] }))).toEqual([]);
});
