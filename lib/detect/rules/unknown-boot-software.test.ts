import { expect, test } from 'vitest';
import { makeContext } from '#lib/testing/device-states.ts';
import { makeDoubtedRecord, makeMeasuredFirmware } from '#lib/testing/measured-firmware.ts';
import { unknownBootSoftware } from './unknown-boot-software.ts';

const signsOf = (over: Partial<ReturnType<typeof makeDoubtedRecord>>) =>
  unknownBootSoftware.evaluate(
    makeContext({ firmware: makeMeasuredFirmware({ records: [makeDoubtedRecord({ pcr: 4, says: '\\EFI\\evil.efi', ...over })] }) }),
  );

test.each(['EV_EFI_BOOT_SERVICES_APPLICATION', 'EV_EFI_BOOT_SERVICES_DRIVER', 'EV_EFI_RUNTIME_SERVICES_DRIVER'])('fires for %s', (type) => {
  expect(signsOf({ type })).toMatchObject([{ severity: 'high', subject: `PCR 4 ${type}: \\EFI\\evil.efi` }]);
});

test('fires with the software that was expected', () => {
  expect(signsOf({ type: 'EV_EFI_BOOT_SERVICES_APPLICATION', instead: ['\\EFI\\good.efi (sha256:01)'] })[0]?.expected).toBe(
    '\\EFI\\good.efi (sha256:01)',
  );
});

test('stays silent for other records, for software that no source tells of, and without a log', () => {
  expect(signsOf({ type: 'EV_EFI_HANDOFF_TABLES' })).toEqual([]);
  expect(signsOf({ type: 'EV_EFI_BOOT_SERVICES_APPLICATION', outcome: 'not-referenced' })).toEqual([]);
  expect(unknownBootSoftware.evaluate(makeContext())).toEqual([]);
});
