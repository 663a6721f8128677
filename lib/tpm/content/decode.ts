import { toHex } from '#lib/encoding/bytes.ts';
import { ParseError } from '#lib/encoding/parse-error.ts';
import { startsWithText } from '../event-log.ts';
import { EVENT_TYPE } from '../event-types.ts';
import type { LogEvent } from '../types.ts';
import { type DeviceSecurity, readDeviceSecurity } from './device-security.ts';
import {
  type FirmwareBlob,
  type HandoffTables,
  readFirmwareBlob,
  readFirmwareBlob2,
  readHandoffTables,
  readHandoffTables2,
} from './firmware-tables.ts';
import { GUID_OCTETS, guidText } from './guid.ts';
import { type ImageLoad, readImageLoad } from './image-load.ts';
import { type PartitionTable, readPartitionTable } from './partition-table.ts';
import { isReferenceLocator, type ReferenceLocator, readReferenceLocator } from './reference-locator.ts';
import { readTaggedEvent, type TaggedEvent } from './tagged-event.ts';
import { eitherText } from './text.ts';
import { readVariable, readVariableAuthority, type UefiVariable } from './uefi-variable.ts';

/** What the data of a record say, in the words of its type. */
export type EventContent =
  | UefiVariable
  | ImageLoad
  | FirmwareBlob
  | HandoffTables
  | PartitionTable
  | ReferenceLocator
  | DeviceSecurity
  | TaggedEvent
  /** The boundary between firmware and what it starts; `error`: the firmware met one. */
  | { readonly kind: 'separator'; readonly state: 'normal' | 'error' | 'other' }
  | { readonly kind: 'startup-locality'; readonly locality: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'guid'; readonly guid: string }
  | { readonly kind: 'octets'; readonly octets: number }
  /** The data don't have the form that the type asks for: another program wrote it, or somebody retyped the record. */
  | { readonly kind: 'unreadable'; readonly reason: string };

type Reader = (data: Uint8Array) => EventContent;

const READERS: Readonly<Record<number, Reader>> = {
  [EVENT_TYPE.EV_NO_ACTION]: readNoAction,
  [EVENT_TYPE.EV_SEPARATOR]: readSeparator,
  [EVENT_TYPE.EV_EVENT_TAG]: readTaggedEvent,
  [EVENT_TYPE.EV_S_CRTM_VERSION]: readVersion,
  [EVENT_TYPE.EV_POST_CODE]: readPostCode,
  [EVENT_TYPE.EV_POST_CODE2]: readFirmwareBlob2,
  [EVENT_TYPE.EV_EFI_VARIABLE_DRIVER_CONFIG]: readVariable,
  [EVENT_TYPE.EV_EFI_VARIABLE_BOOT]: readVariable,
  [EVENT_TYPE.EV_EFI_VARIABLE_BOOT2]: readVariable,
  [EVENT_TYPE.EV_EFI_VARIABLE_AUTHORITY]: readVariableAuthority,
  [EVENT_TYPE.EV_EFI_BOOT_SERVICES_APPLICATION]: readImageLoad,
  [EVENT_TYPE.EV_EFI_BOOT_SERVICES_DRIVER]: readImageLoad,
  [EVENT_TYPE.EV_EFI_RUNTIME_SERVICES_DRIVER]: readImageLoad,
  [EVENT_TYPE.EV_EFI_GPT_EVENT]: readPartitionTable,
  [EVENT_TYPE.EV_EFI_GPT_EVENT2]: readPartitionTable,
  [EVENT_TYPE.EV_EFI_PLATFORM_FIRMWARE_BLOB]: readFirmwareBlob,
  [EVENT_TYPE.EV_EFI_PLATFORM_FIRMWARE_BLOB2]: readFirmwareBlob2,
  [EVENT_TYPE.EV_EFI_HANDOFF_TABLES]: readHandoffTables,
  [EVENT_TYPE.EV_EFI_HANDOFF_TABLES2]: readHandoffTables2,
  [EVENT_TYPE.EV_EFI_SPDM_FIRMWARE_BLOB]: readDeviceSecurity,
  [EVENT_TYPE.EV_EFI_SPDM_FIRMWARE_CONFIG]: readDeviceSecurity,
  [EVENT_TYPE.EV_EFI_SPDM_DEVICE_POLICY]: readVariable,
  [EVENT_TYPE.EV_EFI_SPDM_DEVICE_AUTHORITY]: readVariableAuthority,
};

/**
 * Reads the data of a record for a person. Never throws for what a log holds: data of another form are `unreadable`, and the
 * record counts all the same, because its digest does.
 */
export function decodeEvent({ type, data }: Pick<LogEvent, 'type' | 'data'>): EventContent {
  try {
    return (READERS[type] ?? readTextOrOctets)(data);
  } catch (error) {
    if (error instanceof ParseError) return { kind: 'unreadable', reason: error.message };
    throw error;
  }
}

function readTextOrOctets(data: Uint8Array): EventContent {
  const text = eitherText(data);
  return text === null ? { kind: 'octets', octets: data.length } : { kind: 'text', text };
}

const LOCALITY = 'StartupLocality\0';

function readNoAction(data: Uint8Array): EventContent {
  if (isReferenceLocator(data)) return readReferenceLocator(data);
  const locality = startsWithText(data, LOCALITY) ? data[LOCALITY.length] : undefined;
  return locality === undefined ? readTextOrOctets(data) : { kind: 'startup-locality', locality };
}

/** @spec TCG PC Client Platform Firmware Profile 1.06 section 10.4.1 (EV_SEPARATOR) */
const SEPARATORS: Readonly<Record<string, 'normal' | 'error'>> = { '00000000': 'normal', ffffffff: 'error', '01000000': 'error' };

function readSeparator(data: Uint8Array): EventContent {
  return { kind: 'separator', state: SEPARATORS[toHex(data)] ?? 'other' };
}

function readVersion(data: Uint8Array): EventContent {
  const text = eitherText(data);
  if (text !== null) return { kind: 'text', text };
  // Firmware that was built without a version measures the NUL behind it.
  if (data.length <= 2 && data.every((octet) => octet === 0)) return { kind: 'text', text: '' };
  return data.length === GUID_OCTETS ? { kind: 'guid', guid: guidText(data) } : { kind: 'octets', octets: data.length };
}

const BLOB_OCTETS = 16;

function readPostCode(data: Uint8Array): EventContent {
  const text = eitherText(data);
  if (text !== null) return { kind: 'text', text };
  return data.length === BLOB_OCTETS ? readFirmwareBlob(data) : { kind: 'octets', octets: data.length };
}
