import type { ComponentClass } from './types.ts';

/** Dotted OIDs of the component class registries. @spec TCG OID registry, arc 2.23.133.18.3 */
export const CLASS_REGISTRY = {
  tcg: '2.23.133.18.3.1',
  ietf: '2.23.133.18.3.2',
  smbios: '2.23.133.18.3.3',
  pcie: '2.23.133.18.3.4',
  storage: '2.23.133.18.3.5',
} as const;

const REGISTRY_NAMES: Readonly<Record<string, string>> = {
  [CLASS_REGISTRY.tcg]: 'TCG',
  [CLASS_REGISTRY.ietf]: 'IETF',
  [CLASS_REGISTRY.smbios]: 'SMBIOS',
  [CLASS_REGISTRY.pcie]: 'PCIe',
  [CLASS_REGISTRY.storage]: 'storage',
};

/** Whole values. @spec TCG Component Class Registry 1.0 */
const TCG_CLASSES: Readonly<Record<string, string>> = {
  '00000000': 'General component',
  '00010000': 'Processor',
  '00010002': 'CPU',
  '00010004': 'DSP',
  '00010005': 'Video processor',
  '00010006': 'GPU',
  '00010007': 'DPU',
  '00010008': 'Embedded processor',
  '00010009': 'SoC',
  '00020000': 'Container',
  '00020002': 'Desktop',
  '00020008': 'Laptop',
  '00020009': 'Notebook',
  '0002000C': 'All-in-one',
  '00020010': 'Main server chassis',
  '00020012': 'Sub chassis',
  '00020015': 'RAID chassis',
  '00020016': 'Rack mount chassis',
  '00020018': 'Multi-system chassis',
  '0002001B': 'Blade',
  '0002001C': 'Blade enclosure',
  '0002001D': 'Tablet',
  '0002001E': 'Convertible',
  '00020020': 'IoT device',
  '00020023': 'Stick PC',
  '00030000': 'IC board',
  '00030002': 'Daughter board',
  '00030003': 'Motherboard',
  '00030004': 'Riser card',
  '00040000': 'Module',
  '00040009': 'TPM',
  '00050000': 'Controller',
  '00050002': 'Video controller',
  '00050003': 'SCSI controller',
  '00050004': 'Ethernet controller',
  '00050006': 'Audio controller',
  '00050008': 'SATA controller',
  '00050009': 'SAS controller',
  '0005000B': 'RAID controller',
  '0005000D': 'USB controller',
  '0005000E': 'Multi-function storage controller',
  '0005000F': 'Multi-function network controller',
  '00050010': 'Smart I/O controller',
  '00050012': 'BMC',
  '00050013': 'DMA controller',
  '00060000': 'Memory',
  '00060003': 'BMC (deprecated value)',
  '00060004': 'DRAM',
  '0006000A': 'Flash memory',
  '00060010': 'SDRAM',
  '0006001B': 'NVRAM',
  '0006001C': '3D XPoint memory',
  '0006001D': 'DDR5 memory',
  '0006001E': 'LPDDR5 memory',
  '00070000': 'Storage',
  '00070002': 'Storage drive',
  '00070003': 'SSD',
  '00070004': 'M.2 drive',
  '00070005': 'HDD',
  '00070006': 'NVMe drive',
  '00080000': 'Media drive',
  '00080003': 'Tape drive',
  '00080006': 'DVD drive',
  '00080007': 'Blu-ray drive',
  '00090000': 'Network adapter',
  '00090002': 'Ethernet adapter',
  '00090003': 'Wi-Fi adapter',
  '00090004': 'Bluetooth adapter',
  '00090006': 'ZigBee adapter',
  '00090007': '3G adapter',
  '00090008': '4G adapter',
  '00090009': '5G adapter',
  '0009000A': 'Network switch',
  '0009000B': 'Network router',
  '000A0000': 'Energy object',
  '000A0002': 'Power supply',
  '000A0003': 'Battery',
  '000D0000': 'Cooling device',
  '000D0004': 'Chassis fan',
  '000D0005': 'Socket fan',
  '000E0000': 'Input device',
  '00130000': 'Firmware',
  '00130002': 'UEFI firmware',
  '00130003': 'System firmware',
  '00130004': 'Drive firmware',
  '00130005': 'Bootloader',
  '00130006': 'SMM firmware',
  '00130007': 'NIC firmware',
};

/** By the second octet: the SMBIOS structure type. @spec TCG SMBIOS Component Class Registry 1.01; DMTF DSP0134 section 7 */
const SMBIOS_TYPES: Readonly<Record<string, string>> = {
  '00': 'BIOS',
  '01': 'System',
  '02': 'Baseboard',
  '03': 'Chassis',
  '04': 'Processor',
  '07': 'Cache',
  '09': 'System slot',
  '11': 'Memory module',
  '16': 'Portable battery',
  '1B': 'Cooling device',
  '27': 'Power supply',
  '29': 'Onboard device',
  '2B': 'TPM',
};

/** By base class, or base class and subclass, of the PCI class code. @spec PCI Code and ID Assignment 1.15 section 1 */
const PCIE_CLASSES: Readonly<Record<string, string>> = {
  '01': 'Mass storage controller',
  '0104': 'RAID controller',
  '0106': 'SATA controller',
  '0107': 'SAS controller',
  '0108': 'NVMe drive',
  '02': 'Network controller',
  '0200': 'Ethernet controller',
  '03': 'Display controller',
  '0302': '3D controller',
  '04': 'Multimedia device',
  '05': 'Memory controller',
  '06': 'Bridge',
  '07': 'Communication controller',
  '08': 'System peripheral',
  '09': 'Input device controller',
  '0A': 'Docking station',
  '0B': 'Processor',
  '0C': 'Serial bus controller',
  '0C03': 'USB controller',
  '0D': 'Wireless controller',
  '0E': 'Intelligent controller',
  '0F': 'Satellite communication controller',
  '10': 'Encryption controller',
  '11': 'Signal processing controller',
  '12': 'Processing accelerator',
};

/** By the first octet. @spec TCG Storage Component Class Registry 1.0 */
const STORAGE_KINDS: Readonly<Record<string, string>> = { '00': 'ATA drive', '01': 'SCSI device', '02': 'NVMe drive' };

/** Short name of a class registry, or null for an OID that is none of the known ones. */
export function registryName(oid: string): string | null {
  return Object.hasOwn(REGISTRY_NAMES, oid) ? (REGISTRY_NAMES[oid] ?? null) : null;
}

/** Name of a class, or null for a value that its registry doesn't list: then the value itself is shown. */
export function className({ registry, value }: ComponentClass): string | null {
  const digits = value.toUpperCase();
  if (!/^[0-9A-F]{8}$/.test(digits)) return null;
  switch (registry) {
    case CLASS_REGISTRY.tcg:
      return TCG_CLASSES[digits] ?? null;
    case CLASS_REGISTRY.smbios:
      return SMBIOS_TYPES[digits.slice(2, 4)] ?? null;
    case CLASS_REGISTRY.pcie:
      return PCIE_CLASSES[digits.slice(2, 6)] ?? PCIE_CLASSES[digits.slice(2, 4)] ?? null;
    case CLASS_REGISTRY.storage:
      return STORAGE_KINDS[digits.slice(0, 2)] ?? null;
    default:
      return null;
  }
}
