import { sha256Hex } from '#lib/encoding/digest.ts';
import { nameKey } from '#lib/x509/name.ts';

/** Database indexes refuse entries above 2,700 bytes. */
const MAX_CLEAR_KEY = 500;

/** A key as the index keeps it: itself, or its digest when it is long. */
export function indexKey(key: string): string {
  return key.length <= MAX_CLEAR_KEY && Buffer.byteLength(key) <= MAX_CLEAR_KEY ? key : `long:${sha256Hex(key)}`;
}

/** The name of a certificate's issuer or subject as a key. */
export function nameIndexKey(name: Parameters<typeof nameKey>[0]): string {
  return indexKey(`name:${nameKey(name)}`);
}
