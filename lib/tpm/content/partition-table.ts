import { octetCursor } from '#lib/encoding/octet-cursor.ts';
import { GUID_OCTETS, guidText } from './guid.ts';
import { utf16Text } from './text.ts';

/** One partition of the disk that the device booted from. */
export interface Partition {
  readonly type: string;
  readonly id: string;
  /** First and last block. */
  readonly from: bigint;
  readonly to: bigint;
  readonly name: string;
}

/** The partition table of that disk. */
export interface PartitionTable {
  readonly kind: 'partition-table';
  readonly disk: string;
  readonly partitions: readonly Partition[];
}

/** A GUID partition table has 128 entries. */
export const MAX_PARTITIONS = 128;
const [HEADER, DISK_GUID, NAME_OCTETS] = [92, 56, 72];
const SPEC = 'TCG PC Client Platform Firmware Profile 1.06 section 10.2.4';

/**
 * Reads a UEFI_GPT_DATA.
 * @throws ParseError 'truncated', 'too-many'
 * @spec TCG PC Client Platform Firmware Profile 1.06 section 10.2.4; UEFI 2.10 sections 5.3.2 and 5.3.3
 */
export function readPartitionTable(octets: Uint8Array): PartitionTable {
  const cursor = octetCursor({ bytes: octets, order: 'little-endian', spec: SPEC });
  const header = cursor.take(HEADER, 'efiPartitionHeader');
  const count = cursor.u64('numberOfPartitions');
  if (count > MAX_PARTITIONS) throw cursor.refuse('too-many', `${count} partitions; at most ${MAX_PARTITIONS} are possible`);
  const partitions = Array.from({ length: Number(count) }, (): Partition => {
    const type = guidText(cursor.take(GUID_OCTETS, 'partitionTypeGUID'));
    const id = guidText(cursor.take(GUID_OCTETS, 'uniquePartitionGUID'));
    const [from, to] = [cursor.u64('startingLBA'), cursor.u64('endingLBA')];
    cursor.u64('attributes');
    return { type, id, from, to, name: utf16Text(cursor.take(NAME_OCTETS, 'partitionName')) };
  });
  return { kind: 'partition-table', disk: guidText(header.subarray(DISK_GUID)), partitions };
}
