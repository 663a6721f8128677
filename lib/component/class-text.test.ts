import { expect, test } from 'vitest';
import { CLASS_REGISTRY } from './class-registry.ts';
import { classText } from './class-text.ts';

test.each([
  [CLASS_REGISTRY.tcg, '00010002', 'CPU (TCG 00010002)'],
  [CLASS_REGISTRY.smbios, '0011001A', 'Memory module (SMBIOS 0011001A)'],
  [CLASS_REGISTRY.pcie, '00020000', 'Ethernet controller (PCIe 00020000)'],
  [CLASS_REGISTRY.storage, '02010802', 'NVMe drive (storage 02010802)'],
  [CLASS_REGISTRY.tcg, '0000002F', 'TCG 0000002F'],
  [CLASS_REGISTRY.tcg, '0.0.0.10', 'TCG 0.0.0.10'],
  ['1.2.3', '00010002', '1.2.3 00010002'],
])('the class %s %s is shown as %s', (registry, value, text) => {
  expect(classText({ registry, value })).toBe(text);
});
