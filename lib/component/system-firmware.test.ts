import { expect, test } from 'vitest';
import { makeFirmware, makeUnit } from '#lib/testing/device-states.ts';
import { systemFirmwareVersion } from './system-firmware.ts';

const SMBIOS = { registry: '2.23.133.18.3.3', value: '00000303' };

test('the version of the firmware that starts the platform is told as its source wrote it', () => {
  expect(systemFirmwareVersion([makeUnit(), makeFirmware({ revision: ' 2.14.0 ' })])).toBe('2.14.0');
  expect(systemFirmwareVersion([makeFirmware({ class: null, model: 'System  BIOS', revision: 'F12' })])).toBe('F12');
});

test('in the SMBIOS registry the version stands where others write the model', () => {
  expect(systemFirmwareVersion([makeFirmware({ class: SMBIOS, model: 'N2HET80W (1.63 )', revision: '013F' })])).toBe('N2HET80W (1.63 )');
});

test('firmware of a part, of another role, or without a version tells nothing', () => {
  expect(systemFirmwareVersion([])).toBeNull();
  expect(systemFirmwareVersion([makeFirmware({ nesting: { id: 'f', inside: { id: 'n', name: 'NIC' } } })])).toBeNull();
  expect(systemFirmwareVersion([makeFirmware({ class: { registry: '2.23.133.18.3.1', value: '00130004' } })])).toBeNull();
  expect(systemFirmwareVersion([makeFirmware({ class: null, model: 'Thunderbolt' })])).toBeNull();
  expect(systemFirmwareVersion([makeFirmware({ revision: 'Not Specified' })])).toBeNull();
  expect(systemFirmwareVersion([makeFirmware({ revision: null })])).toBeNull();
});
