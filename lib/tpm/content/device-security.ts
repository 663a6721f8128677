import { toHex } from '#lib/encoding/bytes.ts';
import { type OctetCursor, octetCursor } from '#lib/encoding/octet-cursor.ts';
import { startsWithText } from '../event-log.ts';
import { devicePathText } from './device-path.ts';

/** Which part a measurement is of, as PCI counts. */
export interface PciIdentity {
  readonly vendorId: number;
  readonly deviceId: number;
  readonly revision: number;
  readonly subsystemVendorId: number;
  readonly subsystemId: number;
}

/** One measurement that a part gave of itself. */
export interface DeviceMeasurement {
  readonly index: number;
  /** Hexadecimal. */
  readonly value: string;
}

/** What a part of the device said of itself over SPDM, or by which certificates it was known. */
export interface DeviceSecurity {
  readonly kind: 'device-security';
  /** Null in the first form of the event, which doesn't say. */
  readonly authenticated: AuthState | null;
  readonly measurements: readonly DeviceMeasurement[];
  /** Octets of a chain of certificates; 0 where the event is of measurements. */
  readonly certificateOctets: number;
  readonly path: string;
  /** Null where it isn't on PCI. */
  readonly pci: PciIdentity | null;
}

export type AuthState = 'success' | 'not-capable' | 'no-binding' | 'no-signature' | 'invalid-signature' | 'no-spdm' | 'unknown';

const STATES: Readonly<Record<number, AuthState>> = {
  0: 'success',
  1: 'not-capable',
  2: 'no-binding',
  3: 'no-signature',
  4: 'invalid-signature',
  255: 'no-spdm',
};
const [FIRST, SECOND] = ['SPDM Device Sec\0', 'SPDM Device Sec2'];
const SIGNATURE_OCTETS = 16;
const [PCI, CERTIFICATE_CHAIN] = [1, 1];
const SPEC = 'TCG PC Client Platform Firmware Profile 1.06 section 10.2.7';

/**
 * Reads a DEVICE_SECURITY_EVENT_DATA or DEVICE_SECURITY_EVENT_DATA2.
 * @throws ParseError 'bad-value' for another signature, 'truncated', and as `devicePathText`
 * @spec TCG PC Client Platform Firmware Profile 1.06 section 10.2.7; DMTF DSP0274 1.3 section 10.11.1
 */
export function readDeviceSecurity(octets: Uint8Array): DeviceSecurity {
  const cursor = octetCursor({ bytes: octets, order: 'little-endian', spec: SPEC, start: Math.min(SIGNATURE_OCTETS, octets.length) });
  if (startsWithText(octets, SECOND)) return readSecondForm(cursor);
  if (startsWithText(octets, FIRST)) return readFirstForm(cursor);
  throw cursor.refuse('bad-value', 'the event has not the signature of a device measurement', 0);
}

function readFirstForm(cursor: OctetCursor): DeviceSecurity {
  cursor.take(8, 'version, length, spdmHashAlgo');
  const deviceType = cursor.u32('deviceType');
  const measurements = [readMeasurement(cursor)];
  return { kind: 'device-security', authenticated: null, measurements, certificateOctets: 0, ...readDevice(cursor, deviceType) };
}

function readSecondForm(cursor: OctetCursor): DeviceSecurity {
  cursor.u16('version');
  const authenticated = STATES[cursor.u8('authState')] ?? 'unknown';
  cursor.take(5, 'reserved, length');
  const deviceType = cursor.u32('deviceType');
  const subHeaderType = cursor.u32('subHeaderType');
  const length = cursor.u32('subHeaderLength');
  cursor.u64('subHeaderUID');
  const path = readPath(cursor);
  const subHeader = octetCursor({ bytes: cursor.take(length, 'subHeader'), order: 'little-endian', spec: SPEC });
  const chain = subHeaderType === CERTIFICATE_CHAIN;
  const measurements = chain ? [] : readMeasurements(subHeader);
  return {
    kind: 'device-security',
    authenticated,
    measurements,
    certificateOctets: chain ? length : 0,
    path,
    pci: readPci(cursor, deviceType),
  };
}

function readMeasurements(cursor: OctetCursor): readonly DeviceMeasurement[] {
  cursor.u16('spdmVersion');
  const count = cursor.u8('spdmMeasurementBlockCount');
  cursor.take(5, 'reserved, spdmMeasurementHashAlgo');
  return Array.from({ length: count }, () => readMeasurement(cursor));
}

/** SPDM_MEASUREMENT_BLOCK in the form of DMTF: what kind of value, then the value. */
function readMeasurement(cursor: OctetCursor): DeviceMeasurement {
  const index = cursor.u8('index');
  cursor.u8('measurementSpecification');
  const size = cursor.u16('measurementSize');
  return { index, value: toHex(cursor.take(size, 'measurement').subarray(3)) };
}

function readDevice(cursor: OctetCursor, deviceType: number): Pick<DeviceSecurity, 'path' | 'pci'> {
  return { path: readPath(cursor), pci: readPci(cursor, deviceType) };
}

function readPath(cursor: OctetCursor): string {
  const length = cursor.u64('devicePathLength');
  return devicePathText(cursor.take(length > BigInt(cursor.left()) ? cursor.left() + 1 : Number(length), 'devicePath'));
}

function readPci(cursor: OctetCursor, deviceType: number): PciIdentity | null {
  if (deviceType !== PCI) return null;
  cursor.take(4, 'version, length');
  const [vendorId, deviceId, revision] = [cursor.u16('vendorId'), cursor.u16('deviceId'), cursor.u8('revisionId')];
  cursor.take(3, 'classCode');
  return { vendorId, deviceId, revision, subsystemVendorId: cursor.u16('subsystemVendorId'), subsystemId: cursor.u16('subsystemId') };
}
