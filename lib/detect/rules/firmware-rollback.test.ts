import { expect, test } from 'vitest';
import { artifactId, makeContext, makeDifference, makeFirmware } from '#lib/testing/device-states.ts';
import { makeDoubtedRecord, makeFirmwareSource, makeMeasuredFirmware } from '#lib/testing/measured-firmware.ts';
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

const outdated = makeDoubtedRecord({ outcome: 'outdated', instead: ['SMBIOS (sha256:cd, firmware 2.4.0)'] });
const counts = { referenced: 12, outdated: 1, 'not-referenced': 0, mismatch: 0, ignored: 0 };
const newer = makeFirmwareSource('newer manifest', { firmwareVersion: '2.5.0' });
const sources = [makeFirmwareSource('manifest', { standing: 'superseded' }), newer];

test('fires for what only a manifest knows that a newer one replaced, and names both', () => {
  const signs = firmwareRollback.evaluate(makeContext({ firmware: makeMeasuredFirmware({ counts, sources, records: [outdated] }) }));
  expect(signs).toMatchObject([{ severity: 'high', expected: newer.name, observed: 'SMBIOS (sha256:cd, firmware 2.4.0)' }]);
  expect(signs[0]?.because).toEqual([artifactId('event log'), artifactId('manifest'), artifactId('newer manifest')]);
});

test('stays silent where what was measured is current, and where it is in no manifest at all', () => {
  const silent = [makeMeasuredFirmware({ sources }), makeMeasuredFirmware({ sources, records: [makeDoubtedRecord()] })];
  for (const firmware of silent) expect(firmwareRollback.evaluate(makeContext({ firmware }))).toEqual([]);
});
