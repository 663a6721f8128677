import { type OctetCursor, octetCursor } from '#lib/encoding/octet-cursor.ts';
import { devicePathText } from './device-path.ts';
import { GUID_OCTETS, guidText } from './guid.ts';
import { type ListedSignature, readAuthority, readSignatureLists } from './signature-lists.ts';
import { printableText, utf16Text } from './text.ts';

/** What a variable of the firmware says, as far as this program reads it. */
export type VariableValue =
  /** Null: the variable has no octet, so the log doesn't say. */
  | { readonly kind: 'switch'; readonly on: boolean | null }
  | { readonly kind: 'signatures'; readonly entries: readonly ListedSignature[] }
  | { readonly kind: 'boot-order'; readonly entries: readonly string[] }
  | { readonly kind: 'boot-entry'; readonly description: string; readonly path: string; readonly active: boolean }
  | { readonly kind: 'authority'; readonly authority: ListedSignature }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'octets'; readonly octets: number };

/** A UEFI_VARIABLE_DATA. */
export interface UefiVariable {
  readonly kind: 'variable';
  /** GUID of whose variable it is. */
  readonly vendor: string;
  readonly name: string;
  readonly value: VariableValue;
}

/** The whole structure taken apart, before its value is read. */
export interface RawVariable {
  readonly vendor: string;
  readonly name: string;
  readonly data: Uint8Array;
}

/** Characters of a name. Real ones have fewer than 40. */
export const MAX_VARIABLE_NAME = 1024;
const SPEC = 'TCG PC Client Platform Firmware Profile 1.06 section 10.2.6';

/** @throws ParseError 'truncated', 'trailing-data', 'too-large' */
export function readRawVariable(octets: Uint8Array): RawVariable {
  const cursor = octetCursor({ bytes: octets, order: 'little-endian', spec: SPEC });
  const vendor = guidText(cursor.take(GUID_OCTETS, 'variableName'));
  const [nameLength, dataLength] = [cursor.u64('unicodeNameLength'), cursor.u64('variableDataLength')];
  if (nameLength > MAX_VARIABLE_NAME) throw cursor.refuse('too-large', `a name of ${nameLength} characters`);
  const name = utf16Text(cursor.take(Number(nameLength) * 2, 'unicodeName'));
  const data = cursor.take(boundedLength(cursor, dataLength), 'variableData');
  return { vendor, name, data };
}

/** More than is left is refused by the read that follows, whatever 64 bits say. */
function boundedLength(cursor: OctetCursor, length: bigint): number {
  return length > BigInt(cursor.left()) ? cursor.left() + 1 : Number(length);
}

const [GLOBAL, SECURITY, SHIM] = [
  '8be4df61-93ca-11d2-aa0d-00e098032b8c',
  'd719b2cb-3d3a-4596-a3bc-dad00e67656f',
  '605dab50-e046-4300-abb6-3dd810dd8b23',
];
const SWITCHES: ReadonlySet<string> = new Set(['SecureBoot', 'AuditMode', 'DeployedMode', 'SetupMode', 'MokListTrusted']);
const LISTS: ReadonlySet<string> = new Set(['PK', 'KEK', 'db', 'dbx', 'dbt', 'dbr', 'vendor_db', 'vendor_dbx', 'MokList', 'MokListX']);

/**
 * Reads a variable of the firmware, and its value where the name says what it is.
 * @throws ParseError 'truncated', 'trailing-data', 'too-large', 'too-many', 'bad-value'
 * @spec TCG PC Client Platform Firmware Profile 1.06 section 10.2.6; UEFI 2.10 sections 3.3 and 32.4.1
 */
export function readVariable(octets: Uint8Array): UefiVariable {
  const { vendor, name, data } = readRawVariable(octets);
  return { kind: 'variable', vendor, name, value: valueOfVariable({ vendor, name, data }) };
}

function valueOfVariable({ vendor, name, data }: RawVariable): VariableValue {
  const standard = vendor === GLOBAL || vendor === SECURITY || vendor === SHIM;
  if (standard && SWITCHES.has(name)) return { kind: 'switch', on: data.length === 0 ? null : data[0] === 1 };
  if (standard && LISTS.has(name)) return { kind: 'signatures', entries: readSignatureLists(data) };
  if (vendor === GLOBAL && (name === 'BootOrder' || name === 'DriverOrder')) return { kind: 'boot-order', entries: bootOrder(data) };
  if (vendor === GLOBAL && /^(?:Boot|Driver|SysPrep|PlatformRecovery)[0-9A-F]{4}$/.test(name)) return readLoadOption(data);
  const text = printableText(data);
  return text === null ? { kind: 'octets', octets: data.length } : { kind: 'text', text };
}

function bootOrder(data: Uint8Array): readonly string[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: data.length >> 1 }, (_, index) =>
    view
      .getUint16(index * 2, true)
      .toString(16)
      .padStart(4, '0')
      .toUpperCase(),
  );
}

const ACTIVE = 1;
const MAX_DESCRIPTION = 1024;

/** EFI_LOAD_OPTION. @spec UEFI 2.10 section 3.1.3 */
function readLoadOption(data: Uint8Array): VariableValue {
  const cursor = octetCursor({ bytes: data, order: 'little-endian', spec: 'UEFI 2.10 section 3.1.3' });
  const attributes = cursor.u32('attributes');
  const pathLength = cursor.u16('filePathListLength');
  const description = readWideString(cursor);
  const path = devicePathText(cursor.take(pathLength, 'filePathList'));
  return { kind: 'boot-entry', description, path, active: (attributes & ACTIVE) !== 0 };
}

function readWideString(cursor: OctetCursor): string {
  const units: number[] = [];
  for (let unit = cursor.u16('description'); unit !== 0; unit = cursor.u16('description')) {
    if (units.length === MAX_DESCRIPTION) throw cursor.refuse('too-large', `a description of more than ${MAX_DESCRIPTION} characters`);
    units.push(unit);
  }
  return String.fromCharCode(...units);
}

/** Of images that name their key by other means: variables of the shim that are lists or texts, not one certificate. */
const NO_CERTIFICATE: ReadonlySet<string> = new Set(['SbatLevel', 'MokListTrusted', 'SBAT']);

/**
 * Reads what let an image start: a certificate of `db` or of the machine owner's list, or a setting of the shim.
 * @throws ParseError as `readVariable`
 * @spec TCG PC Client Platform Firmware Profile 1.06 section 3.3.4.8
 */
export function readVariableAuthority(octets: Uint8Array): UefiVariable {
  const raw = readRawVariable(octets);
  const authority = NO_CERTIFICATE.has(raw.name) ? null : readAuthority(raw.data);
  const { vendor, name } = raw;
  return { kind: 'variable', vendor, name, value: authority === null ? valueOfVariable(raw) : { kind: 'authority', authority } };
}
