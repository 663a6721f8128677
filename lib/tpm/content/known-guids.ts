/** What a partition is for, by its type. @spec UEFI 2.10 table 5.7; UAPI Discoverable Partitions Specification */
const PARTITION_TYPES: Readonly<Record<string, string>> = {
  'c12a7328-f81f-11d2-ba4b-00a0c93ec93b': 'EFI system partition',
  '024dee41-33e7-11d3-9d69-0008c781f39f': 'partition with a table of the older form (MBR)',
  '21686148-6449-6e6f-744e-656564454649': 'boot loader of a BIOS',
  '0fc63daf-8483-4772-8e79-3d69d8477de4': 'Linux file system',
  '0657fd6d-a4ab-43c4-84e5-0933c84b4f4f': 'Linux swap',
  'a19d880f-05fc-4d3b-a006-743f0f84911e': 'Linux RAID',
  'e6d6d379-f507-44c2-a23c-238f2a3df928': 'Linux logical volumes',
  'bc13c2ff-59e6-4262-a352-b275fd6f7172': 'Linux boot loader entries',
  'ca7d7ccb-63ed-4c53-861c-1742536059cc': 'Linux encrypted volume (LUKS)',
  '4f68bce3-e8cd-4db1-96e7-fbcaf984b709': 'Linux root (x86-64)',
  'b921b045-1df0-41c3-af44-4c6f280d3fae': 'Linux root (arm64)',
  '2c7357ed-ebd2-46d9-aec1-23d437ec2bf5': 'Linux root hashes (x86-64)',
  '933ac7e1-2eb4-4f13-b844-0e14e2aef915': 'Linux home',
  '3b8f8425-20e0-4f3b-907f-1a25a76f98e8': 'Linux server data',
  'e3c9e316-0b5c-4db8-817d-f92df00215ae': 'Microsoft reserved',
  'ebd0a0a2-b9e5-4433-87c0-68b6b72699c7': 'Microsoft basic data',
  'de94bba4-06d1-4d40-a16a-bfd50179d6ac': 'Windows recovery',
  '5808c8aa-7e8f-42e0-85d2-e1e90434cfb3': 'Microsoft logical disk metadata',
  'af9b60a0-1431-4f62-bc68-3311714a69ad': 'Microsoft logical disk data',
  'fe3a2a5d-4f32-41a7-b725-accc3285a309': 'ChromeOS kernel',
  '3cb8e202-3b7e-47dd-8a3c-7ff2a13cfcec': 'ChromeOS root',
  '2e0a753d-9e48-43b0-8337-b15192cb1b5e': 'ChromeOS reserved',
};

/** Tables that a firmware hands over. @spec UEFI 2.10 section 4.6.1 */
const CONFIGURATION_TABLES: Readonly<Record<string, string>> = {
  'eb9d2d31-2d88-11d3-9a16-0090273fc14d': 'SMBIOS',
  'f2fd1544-9794-4a2c-992e-e5bbcf20e394': 'SMBIOS 3',
  'eb9d2d30-2d88-11d3-9a16-0090273fc14d': 'ACPI 1.0',
  '8868e871-e4f1-11d3-bc22-0080c73c8881': 'ACPI 2.0',
  'eb9d2d2f-2d88-11d3-9a16-0090273fc14d': 'multiprocessor table',
  'eb9d2d32-2d88-11d3-9a16-0090273fc14d': 'SAL system table',
  'b122a263-3661-4f68-9929-78f8b0d62180': 'firmware resources (ESRT)',
  'b1b621d5-f19c-41a5-830b-d9152c69aae0': 'device tree',
};

/** What a partition of this type is for; null where this program has no name for it. */
export function partitionTypeName(type: string): string | null {
  return Object.hasOwn(PARTITION_TYPES, type) ? (PARTITION_TYPES[type] ?? null) : null;
}

/** The name of a table with its GUID behind it, or the GUID alone. */
export function configurationTableText(guid: string): string {
  const name = Object.hasOwn(CONFIGURATION_TABLES, guid) ? CONFIGURATION_TABLES[guid] : undefined;
  return name === undefined ? guid : `${name} (${guid})`;
}
