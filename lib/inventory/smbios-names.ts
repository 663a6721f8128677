/**
 * Words that dmidecode prints for the values of SMBIOS enumerations, so that a value can be read back from its word.
 * @spec DMTF DSP0134 3.7 sections 7.3.1, 7.4.1, 7.5.1, 7.5.2, 7.18.2
 */
type Words = Readonly<Record<number, string>>;

/** In the order of their values, from 1. */
const inOrder = (...words: readonly string[]): Words => Object.fromEntries(words.map((word, index) => [index + 1, word]));

export const BOARD_TYPES: Words = inOrder(
  ...['Unknown', 'Other', 'Server Blade', 'Connectivity Switch', 'System Management Module', 'Processor Module', 'I/O Module'],
  ...['Memory Module', 'Daughter Board', 'Motherboard', 'Processor+Memory Module', 'Processor+I/O Module', 'Interconnect Board'],
);

export const CHASSIS_TYPES: Words = inOrder(
  ...['Other', 'Unknown', 'Desktop', 'Low Profile Desktop', 'Pizza Box', 'Mini Tower', 'Tower', 'Portable', 'Laptop', 'Notebook'],
  ...['Hand Held', 'Docking Station', 'All In One', 'Sub Notebook', 'Space-saving', 'Lunch Box', 'Main Server Chassis'],
  ...['Expansion Chassis', 'Sub Chassis', 'Bus Expansion Chassis', 'Peripheral Chassis', 'RAID Chassis', 'Rack Mount Chassis'],
  ...['Sealed-case PC', 'Multi-system', 'CompactPCI', 'AdvancedTCA', 'Blade', 'Blade Enclosing', 'Tablet', 'Convertible', 'Detachable'],
  ...['IoT Gateway', 'Embedded PC', 'Mini PC', 'Stick PC'],
);

export const PROCESSOR_TYPES: Words = inOrder(
  'Other',
  'Unknown',
  'Central Processor',
  'Math Processor',
  'DSP Processor',
  'Video Processor',
);

export const MEMORY_TYPES: Words = inOrder(
  ...['Other', 'Unknown', 'DRAM', 'EDRAM', 'VRAM', 'SRAM', 'RAM', 'ROM', 'Flash', 'EEPROM', 'FEPROM', 'EPROM', 'CDRAM', '3DRAM', 'SDRAM'],
  ...['SGRAM', 'RDRAM', 'DDR', 'DDR2', 'DDR2 FB-DIMM', '', '', '', 'DDR3', 'FBD2', 'DDR4', 'LPDDR', 'LPDDR2', 'LPDDR3', 'LPDDR4'],
  ...['Logical non-volatile device', 'HBM', 'HBM2', 'DDR5', 'LPDDR5', 'HBM3'],
);

/** Families of processors that computers with a TPM have; another one keeps its word. */
export const PROCESSOR_FAMILIES: Words = {
  40: 'Core Duo',
  41: 'Core Duo Mobile',
  43: 'Atom',
  44: 'Core M',
  45: 'Core m3',
  46: 'Core m5',
  47: 'Core m7',
  59: 'Opteron 6100',
  60: 'Opteron 4100',
  61: 'Opteron 6200',
  62: 'Opteron 4200',
  63: 'FX',
  70: 'C-Series',
  71: 'E-Series',
  72: 'A-Series',
  73: 'G-Series',
  74: 'Z-Series',
  75: 'R-Series',
  76: 'Opteron 4300',
  77: 'Opteron 6300',
  78: 'Opteron 3300',
  102: 'Athlon X4',
  103: 'Opteron X1000',
  104: 'Opteron X2000',
  105: 'Opteron A-Series',
  106: 'Opteron X3000',
  107: 'Zen',
  131: 'Athlon 64',
  132: 'Opteron',
  138: 'Quad-Core Opteron',
  139: 'Third-Generation Opteron',
  161: 'Quad-Core Xeon 3200',
  170: 'Quad-Core Xeon',
  178: 'Pentium 4',
  179: 'Xeon',
  181: 'Xeon MP',
  185: 'Pentium M',
  187: 'Pentium D',
  191: 'Core 2 Duo',
  193: 'Core 2 Extreme',
  194: 'Core 2 Quad',
  198: 'Core i7',
  199: 'Dual-Core Celeron',
  205: 'Core i5',
  206: 'Core i3',
  207: 'Core i9',
  214: 'Multi-Core Xeon',
  224: 'Multi-Core Xeon 3400',
  236: 'Phenom II',
  238: 'Six-Core Opteron',
};

/** Bits of the first and second extension octet of the BIOS characteristics, lowest first. @spec DSP0134 3.7 section 7.1.2 */
export const BIOS_EXTENSION_1: readonly string[] = [
  'ACPI is supported',
  'USB legacy is supported',
  'AGP is supported',
  'I2O boot is supported',
  'LS-120 boot is supported',
  'ATAPI Zip drive boot is supported',
  'IEEE 1394 boot is supported',
  'Smart battery is supported',
];
export const BIOS_EXTENSION_2: readonly string[] = [
  'BIOS boot specification is supported',
  'Function key-initiated network boot is supported',
  'Targeted content distribution is supported',
  'UEFI is supported',
  'System is a virtual machine',
  'Manufacturing mode is supported',
  'Manufacturing mode is enabled',
];

/** The value of a word as two upper-case hexadecimal digits; undefined for a word that the table doesn't have. */
export function codeOf(words: Words, word: string | null): string | undefined {
  const found = word === null || word === '' ? undefined : Object.entries(words).find(([, known]) => known === word)?.[0];
  return found === undefined ? undefined : octet(Number(found));
}

/** The octet whose bits are named by the words. */
export function bitsOf(names: readonly string[], words: readonly string[]): string {
  return octet(names.reduce((bits, name, at) => (words.includes(name) ? bits | (1 << at) : bits), 0));
}

/** Two upper-case hexadecimal digits. */
export const octet = (value: number): string => (value & 0xff).toString(16).toUpperCase().padStart(2, '0');
