import { octetCursor } from '#lib/encoding/octet-cursor.ts';
import { devicePathText } from './device-path.ts';

/** An image that the firmware loaded. Its digest is the image's own; what stands here is only told, not measured. */
export interface ImageLoad {
  readonly kind: 'image';
  readonly address: bigint;
  /** Octets in memory. */
  readonly length: bigint;
  /** Where it was loaded from; empty where the firmware doesn't say. */
  readonly path: string;
}

/**
 * Reads an EFI_IMAGE_LOAD_EVENT.
 * @throws ParseError 'truncated', and as `devicePathText`
 * @spec TCG PC Client Platform Firmware Profile 1.06 section 10.2.3
 */
export function readImageLoad(octets: Uint8Array): ImageLoad {
  const cursor = octetCursor({
    bytes: octets,
    order: 'little-endian',
    spec: 'TCG PC Client Platform Firmware Profile 1.06 section 10.2.3',
  });
  const address = cursor.u64('imageLocationInMemory');
  const length = cursor.u64('imageLengthInMemory');
  cursor.u64('imageLinkTimeAddress');
  const told = cursor.u64('lengthOfDevicePath');
  // Some loaders leave octets of their own behind a path of length 0, and some firmware tells more than there is.
  const pathLength = told > BigInt(cursor.left()) ? cursor.left() : Number(told);
  return { kind: 'image', address, length, path: devicePathText(cursor.take(pathLength, 'devicePath')) };
}
