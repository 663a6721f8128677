import { expect, test } from 'vitest';
import { artifactId, makeContext } from '#lib/testing/device-states.ts';
import { makeDoubtedRecord, makeMeasuredFirmware } from '#lib/testing/measured-firmware.ts';
import { measurementMismatch } from './measurement-mismatch.ts';

const signsOf = (...records: readonly ReturnType<typeof makeDoubtedRecord>[]) =>
  measurementMismatch.evaluate(makeContext({ firmware: makeMeasuredFirmware({ records }) }));

test('fires for a digest that no source of its PCR knows, and names PCR, type, subject and what was expected', () => {
  expect(signsOf(makeDoubtedRecord())).toMatchObject([
    {
      severity: 'high',
      subject: 'PCR 1 EV_EFI_HANDOFF_TABLES: tables handed to the operating system: SMBIOS',
      expected: expect.stringContaining('sha256:cd, firmware 2.4.0'),
      observed: `sha256:${'ab'.repeat(32)}`,
      because: [artifactId('event log'), artifactId('manifest')],
    },
  ]);
});

test('fires where nothing was expected instead, and says so', () => {
  const [sign] = signsOf(makeDoubtedRecord({ instead: [], because: [] }));
  expect(sign?.detail).toContain('nothing else was expected there');
  expect(sign?.because).toEqual([artifactId('event log')]);
});

test('fires for one subject with another digest as the same finding, and for two records of one subject as two', () => {
  const keys = (...records: readonly ReturnType<typeof makeDoubtedRecord>[]) => signsOf(...records).map(({ key }) => key);
  expect(keys(makeDoubtedRecord({ digest: 'sha256:01' }))).toEqual(keys(makeDoubtedRecord({ digest: 'sha256:02' })));
  expect(new Set(keys(makeDoubtedRecord(), makeDoubtedRecord())).size).toBe(2);
});

test('stays silent for software that was started, for what no source tells of, for older firmware, and without a log', () => {
  expect(signsOf(makeDoubtedRecord({ type: 'EV_EFI_BOOT_SERVICES_APPLICATION' }))).toEqual([]);
  expect(signsOf(makeDoubtedRecord({ outcome: 'not-referenced' }), makeDoubtedRecord({ outcome: 'outdated' }))).toEqual([]);
  expect(measurementMismatch.evaluate(makeContext())).toEqual([]);
});
