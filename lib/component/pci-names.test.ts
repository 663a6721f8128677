import { expect, test } from 'vitest';
import { CLASS_REGISTRY } from './class-registry.ts';
import { parsePciIds, pciMeaning } from './pci-names.ts';
import { pciNumbers, splitAtMost } from './registry-strings.ts';

const LIST = `# a comment
0aaa  Pomelo Networks
\t0001  Ethernet Controller 1G
\t\t0bbb 0002  a board that is passed over
0BBB  Lime Computers
C 02  Network controller
\t00  Ethernet controller
`;
const names = parsePciIds(LIST);
const ethernet = { class: { registry: CLASS_REGISTRY.pcie, value: '00020000' }, manufacturer: '0AAA:0BBB:', model: '0001:0002:VPD 7' };

test('vendors and devices are read in either case; subsystems, comments and classes are passed over', () => {
  expect([names.vendor('0AAA'), names.vendor('0bbb'), names.device('0aaa', '0001')]).toEqual([
    'Pomelo Networks',
    'Lime Computers',
    'Ethernet Controller 1G',
  ]);
  expect([names.vendor('ffff'), names.device('0bbb', '0001'), names.device('0aaa', '0bbb'), names.vendor('C 02')]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test('the numbers of a PCIe component mean its vendor, its device and whose card it is on', () => {
  expect(pciNumbers(ethernet)).toEqual({ vendor: '0AAA', subsystemVendor: '0BBB', device: '0001', subsystem: '0002' });
  expect(pciMeaning(ethernet, names)).toBe('Pomelo Networks, Ethernet Controller 1G, on a card of Lime Computers');
});

test('an NVMe drive of the storage registry has its vendor alone; other drives and registries have no PCI numbers', () => {
  const drive = { class: { registry: CLASS_REGISTRY.storage, value: '02010802' }, manufacturer: '0AAA:0AAA:00A0B0', model: 'PN-1 0001' };
  expect(pciMeaning(drive, names)).toBe('Pomelo Networks');
  expect(pciMeaning({ ...drive, class: { ...drive.class, value: '00000002' } }, names)).toBeNull();
  expect(pciMeaning({ ...ethernet, class: { registry: CLASS_REGISTRY.tcg, value: '00090002' } }, names)).toBeNull();
});

test('numbers that the list does not have mean nothing', () => {
  expect(pciMeaning({ ...ethernet, manufacturer: 'FFFF:FFFF:', model: '0001::' }, names)).toBeNull();
});

test('an NVMe qualified name keeps its own colons', () => {
  expect(splitAtMost('F0E1:S123:nqn.2014-08.org.nvmexpress:uuid:1', 2)).toEqual(['F0E1', 'S123', 'nqn.2014-08.org.nvmexpress:uuid:1']);
  expect(splitAtMost('a', 2)).toEqual(['a']);
});
