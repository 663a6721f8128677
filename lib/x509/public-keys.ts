import { createPublicKey, type KeyObject } from 'node:crypto';
import { sha256Hex } from '#lib/encoding/digest.ts';

/** Loaded keys that are kept: an issuer signs many certificates, and loading a key costs more than verifying with it. */
export const MAX_CACHED_KEYS = 1000;

const cache = new Map<string, KeyObject>();

/** The key of a SubjectPublicKeyInfo, loaded once; null when OpenSSL refuses it. The longest unused one makes room. */
export function loadPublicKey(subjectPublicKeyInfo: Uint8Array): KeyObject | null {
  const id = sha256Hex(subjectPublicKeyInfo);
  const key = cache.get(id) ?? tryLoad(subjectPublicKeyInfo);
  if (key === null) return null;
  cache.delete(id);
  cache.set(id, key);
  const [oldest] = cache.keys();
  if (cache.size > MAX_CACHED_KEYS && oldest !== undefined) cache.delete(oldest);
  return key;
}

function tryLoad(subjectPublicKeyInfo: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(subjectPublicKeyInfo), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}
