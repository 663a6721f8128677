import { octetCursor } from '#lib/encoding/octet-cursor.ts';
import { startsWithText } from '../event-log.ts';
import { GUID_OCTETS, guidText } from './guid.ts';
import { eitherText } from './text.ts';

/** What a platform says of itself in its log, and where the manifest of its firmware is. Nothing of it is measured. */
export interface ReferenceLocator {
  readonly kind: 'reference-locator';
  /** Private enterprise number. */
  readonly vendorId: number;
  /** The manifest's identifier, as it stands in the manifest. */
  readonly manifest: string;
  /** Null in the first form of the event. */
  readonly platform: PlatformNames | null;
  /** Where the manifest is, where that is a text; null else. Never fetched. */
  readonly manifestLocator: string | null;
}

/** Names of the platform and of its firmware. */
export interface PlatformNames {
  readonly manufacturer: string;
  readonly model: string;
  readonly version: string;
  readonly firmwareManufacturer: string;
  readonly firmwareVersion: string;
}

const SIGNATURES = ['SP800-155 Event\0', 'SP800-155 Event2', 'SP800-155 Event3'] as const;
const SIGNATURE_OCTETS = 16;
const MAX_LOCATOR = 4096;
const SPEC = 'TCG PC Client Platform Firmware Profile 1.06 section 10.4.5.2';

/** Whether an EV_NO_ACTION event tells of reference values. */
export function isReferenceLocator(octets: Uint8Array): boolean {
  return SIGNATURES.some((signature) => startsWithText(octets, signature));
}

/**
 * Reads a TCG_Sp800_155_PlatformId_Event of one of its three forms.
 * @throws ParseError 'truncated', 'too-large'
 * @spec TCG PC Client Platform Firmware Profile 1.06 section 10.4.5.2
 */
export function readReferenceLocator(octets: Uint8Array): ReferenceLocator {
  const cursor = octetCursor({ bytes: octets, order: 'little-endian', spec: SPEC, start: SIGNATURE_OCTETS });
  const form = SIGNATURES.findIndex((signature) => startsWithText(octets, signature));
  const vendorId = cursor.u32('vendorId');
  const manifest = guidText(cursor.take(GUID_OCTETS, 'referenceManifestGuid'));
  const text = (field: string): string => eitherText(cursor.take(cursor.u8(`${field}Size`), field)) ?? '';
  const readNames = (): PlatformNames => {
    const [manufacturer, model, version] = [text('platformManufacturerStr'), text('platformModel'), text('platformVersion')];
    const firmwareManufacturer = text('firmwareManufacturerStr');
    cursor.u32('firmwareManufacturerId');
    return { manufacturer, model, version, firmwareManufacturer, firmwareVersion: text('firmwareVersion') };
  };
  const readLocator = (): string | null => {
    cursor.u32('rimLocatorType');
    const length = cursor.u32('rimLocatorLength');
    if (length > MAX_LOCATOR) throw cursor.refuse('too-large', `a locator of ${length} octets; at most ${MAX_LOCATOR} are read`);
    return eitherText(cursor.take(length, 'rimLocator'));
  };
  const platform = form > 0 ? readNames() : null;
  return { kind: 'reference-locator', vendorId, manifest, platform, manifestLocator: form > 1 ? readLocator() : null };
}
