import { expect, test } from 'vitest';
import { categoryOf } from './category.ts';
import { CLASS_REGISTRY, className, registryName } from './class-registry.ts';

const { tcg, smbios, pcie, storage } = CLASS_REGISTRY;

test.each([
  [tcg, '00010002', 'processor', 'CPU'],
  [tcg, '00010006', 'accelerator', 'GPU'],
  [tcg, '00020001', 'chassis', null],
  [tcg, '00030003', 'board', 'Motherboard'],
  [tcg, '00040009', 'security-module', 'TPM'],
  [tcg, '00040001', 'other', null],
  [tcg, '00050002', 'controller', 'Video controller'],
  [tcg, '00050004', 'network', 'Ethernet controller'],
  [tcg, '0005000f', 'network', 'Multi-function network controller'],
  [tcg, '00060001', 'memory', null],
  [tcg, '00070002', 'storage', 'Storage drive'],
  [tcg, '00080006', 'storage', 'DVD drive'],
  [tcg, '00090002', 'network', 'Ethernet adapter'],
  [tcg, '000a0002', 'power', 'Power supply'],
  [tcg, '000D0004', 'cooling', 'Chassis fan'],
  [tcg, '000E0000', 'input-output', 'Input device'],
  [tcg, '00130003', 'firmware', 'System firmware'],
  [tcg, '0000002F', 'other', null],
  [smbios, '0000810D', 'firmware', 'BIOS'],
  [smbios, '0011001A', 'memory', 'Memory module'],
  [smbios, '002B0000', 'security-module', 'TPM'],
  [smbios, '00990000', 'other', null],
  [pcie, '00020000', 'network', 'Ethernet controller'],
  [pcie, '00010802', 'storage', 'NVMe drive'],
  [pcie, '00060400', 'controller', 'Bridge'],
  [pcie, '00120000', 'accelerator', 'Processing accelerator'],
  [storage, '02010802', 'storage', 'NVMe drive'],
  ['1.2.3', '00010002', 'other', null],
  [tcg, '0.0.0.10', 'other', null],
])('%s %s is %s, named %s', (registry, value, category, name) => {
  expect(categoryOf({ registry, value })).toBe(category);
  expect(className({ registry, value })).toBe(name);
});

test('one BMC under two class values is in one category', () => {
  expect(categoryOf({ registry: tcg, value: '00060003' })).toBe(categoryOf({ registry: tcg, value: '00050012' }));
});

test('a name never overrules a class', () => {
  expect(categoryOf({ registry: tcg, value: '00060004' }, { model: 'BIOS' })).toBe('memory');
});

test('without a class only a few whole models say a category', () => {
  expect(categoryOf(null, { model: ' bios ' })).toBe('firmware');
  expect(categoryOf(null, { model: 'BIOSTAR board' })).toBe('other');
  expect(categoryOf(null, { model: 'constructor' })).toBe('other');
  expect(categoryOf(null)).toBe('other');
});

test('registries have names, strangers have none', () => {
  expect(registryName(pcie)).toBe('PCIe');
  expect(registryName('toString')).toBeNull();
});
