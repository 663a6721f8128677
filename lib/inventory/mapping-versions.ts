/**
 * Versions of the mappings from raw values to components, by format. Raise a format's number with every change of what its reader
 * yields: stored files of that format are then read again, and their devices folded again, and no others.
 */
export const MAPPING_VERSIONS = {
  paccor: 4,
  'dell-scv': 1,
  'intel-dpd': 2,
  seagate: 1,
  hp: 1,
  dmidecode: 2,
  lshw: 3,
  fwupd: 2,
} as const satisfies Readonly<Record<string, number>>;

export type InventoryFormat = keyof typeof MAPPING_VERSIONS;
