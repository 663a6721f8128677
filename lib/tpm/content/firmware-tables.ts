import { type OctetCursor, octetCursor } from '#lib/encoding/octet-cursor.ts';
import { GUID_OCTETS, guidText } from './guid.ts';
import { eitherText } from './text.ts';

/** A range of firmware that was measured: the digest is over its octets, which the log doesn't hold. */
export interface FirmwareBlob {
  readonly kind: 'firmware-blob';
  /** Null in the older form of the event. */
  readonly description: string | null;
  readonly base: bigint;
  readonly length: bigint;
}

/** Tables that the firmware hands over, such as those of SMBIOS. */
export interface HandoffTables {
  readonly kind: 'handoff-tables';
  readonly description: string | null;
  /** GUIDs of the kinds of tables. */
  readonly tables: readonly string[];
}

/** Tables of one event. Real ones have fewer than 10. */
export const MAX_TABLES = 256;
const SPEC = 'TCG PC Client Platform Firmware Profile 1.06 section 10.2.5';

const cursorOver = (bytes: Uint8Array): OctetCursor => octetCursor({ bytes, order: 'little-endian', spec: SPEC });

function readDescription(cursor: OctetCursor): string | null {
  return eitherText(cursor.take(cursor.u8('descriptionSize'), 'description'));
}

/** UEFI_PLATFORM_FIRMWARE_BLOB. @throws ParseError 'truncated', 'trailing-data' */
export function readFirmwareBlob(octets: Uint8Array): FirmwareBlob {
  return blobOf(cursorOver(octets), () => null);
}

/** UEFI_PLATFORM_FIRMWARE_BLOB2: with a description in front. @throws ParseError 'truncated', 'trailing-data' */
export function readFirmwareBlob2(octets: Uint8Array): FirmwareBlob {
  return blobOf(cursorOver(octets), readDescription);
}

function blobOf(cursor: OctetCursor, describe: (cursor: OctetCursor) => string | null): FirmwareBlob {
  const blob = {
    kind: 'firmware-blob' as const,
    description: describe(cursor),
    base: cursor.u64('blobBase'),
    length: cursor.u64('blobLength'),
  };
  cursor.finish('the description of the firmware');
  return blob;
}

/** UEFI_HANDOFF_TABLE_POINTERS. @throws ParseError 'truncated', 'too-many' */
export function readHandoffTables(octets: Uint8Array): HandoffTables {
  return tablesOf(cursorOver(octets), () => null);
}

/** UEFI_HANDOFF_TABLE_POINTERS2: with a description in front. @throws ParseError 'truncated', 'too-many' */
export function readHandoffTables2(octets: Uint8Array): HandoffTables {
  return tablesOf(cursorOver(octets), readDescription);
}

function tablesOf(cursor: OctetCursor, describe: (cursor: OctetCursor) => string | null): HandoffTables {
  const description = describe(cursor);
  const count = cursor.u64('numberOfTables');
  if (count > MAX_TABLES) throw cursor.refuse('too-many', `${count} tables; at most ${MAX_TABLES} are read`);
  const tables = Array.from({ length: Number(count) }, () => {
    const table = guidText(cursor.take(GUID_OCTETS, 'vendorGuid'));
    cursor.u64('vendorTable');
    return table;
  });
  return { kind: 'handoff-tables', description, tables };
}
