/** One structure as dmidecode prints it: its fields by name, a list for those with lines below. */
export interface StructureSample {
  readonly handle: string;
  readonly type: number;
  readonly title: string;
  readonly fields?: Readonly<Record<string, string | readonly string[]>>;
}

const SYSTEM = (serial: string): StructureSample => ({
  handle: '0x0001',
  type: 1,
  title: 'System Information',
  fields: {
    Manufacturer: 'Pomelo Inc.',
    'Product Name': 'Rack 2',
    Version: 'Not Specified',
    'Serial Number': serial,
    UUID: '03020100-0504-0706-0809-0a0b0c0d0e0f',
  },
});

const MODULE = { 'Form Factor': 'DIMM', 'Bank Locator': 'Bank0' };

/** A server: firmware, board, chassis, one processor of two sockets, one module of two slots, a TPM. */
export const SERVER_STRUCTURES = (serial = 'P-100'): readonly StructureSample[] => [
  {
    handle: '0x0000',
    type: 0,
    title: 'BIOS Information',
    fields: {
      Vendor: 'Pomelo Inc.',
      Version: '1.2.3',
      'Release Date': '01/01/1970',
      Characteristics: ['PCI is supported', 'ACPI is supported', 'BIOS boot specification is supported', 'UEFI is supported'],
      'BIOS Revision': '5.17',
    },
  },
  SYSTEM(serial),
  {
    handle: '0x0002',
    type: 2,
    title: 'Base Board Information',
    fields: {
      Manufacturer: 'Pomelo Inc.',
      'Product Name': '0PM10',
      Version: 'A00',
      'Serial Number': 'PB01',
      Features: ['Board is a hosting board', 'Board is replaceable'],
      Type: 'Motherboard',
    },
  },
  {
    handle: '0x0003',
    type: 3,
    title: 'Chassis Information',
    fields: { Manufacturer: 'Pomelo Inc.', Type: 'Rack Mount Chassis', Lock: 'Present', Version: 'Not Specified', 'Serial Number': serial },
  },
  {
    handle: '0x0004',
    type: 4,
    title: 'Processor Information',
    fields: {
      'Socket Designation': 'CPU1',
      Type: 'Central Processor',
      Family: 'Xeon',
      Manufacturer: 'Intel',
      Version: 'Pomelo Core 9 @ 2.00GHz',
      Status: 'Populated, Enabled',
      Upgrade: 'Socket LGA4189',
      'Serial Number': 'To Be Filled By O.E.M.',
    },
  },
  {
    handle: '0x0005',
    type: 4,
    title: 'Processor Information',
    fields: {
      'Socket Designation': 'CPU2',
      Type: 'Central Processor',
      Family: '<OUT OF SPEC>',
      Manufacturer: 'Intel',
      Status: 'Unpopulated',
    },
  },
  {
    handle: '0x0011',
    type: 17,
    title: 'Memory Device',
    fields: {
      ...MODULE,
      Size: '16 GB',
      Locator: 'A1',
      Type: 'DDR4',
      Manufacturer: 'Hynix',
      'Serial Number': '357F0001',
      'Part Number': 'HMA81',
    },
  },
  {
    handle: '0x0012',
    type: 17,
    title: 'Memory Device',
    fields: { ...MODULE, Size: 'No Module Installed', Locator: 'A2', Type: 'Unknown' },
  },
  {
    handle: '0x002B',
    type: 43,
    title: 'TPM Device',
    fields: { 'Vendor ID': 'STM ', 'Specification Version': '2.0', 'Firmware Revision': '1.257', Description: '<BAD INDEX>' },
  },
  { handle: '0x007F', type: 127, title: 'End Of Table' },
];

/** The text that `dmidecode` prints. @param announced  structures that the entry point counts; those given when left out */
export function makeDmidecode(structures: readonly StructureSample[] = SERVER_STRUCTURES(), announced = structures.length): Uint8Array {
  const head = [
    '# dmidecode 3.4',
    'Getting SMBIOS data from sysfs.',
    'SMBIOS 2.8 present.',
    `${announced} structures occupying 652 bytes.`,
    '',
  ];
  return new TextEncoder().encode(`${[...head, ...structures.flatMap(linesOf)].join('\n')}\n`);
}

function linesOf({ handle, type, title, fields = {} }: StructureSample): readonly string[] {
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' ? [`\t${name}: ${value}`] : [`\t${name}:`, ...value.map((item) => `\t\t${item}`)],
  );
  return [`Handle ${handle}, DMI type ${type}, 26 bytes`, title, ...lines, ''];
}
