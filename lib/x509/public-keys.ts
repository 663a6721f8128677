import { createPublicKey, type KeyObject } from 'node:crypto';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { rsaModulusBits } from './key.ts';

/** Loaded keys that are kept: an issuer signs many certificates, and loading a key costs more than verifying with it. */
export const MAX_CACHED_KEYS = 1000;

/** A key ready to verify with, and what is asked of it before each use. */
export interface LoadedKey {
  /** Null when OpenSSL refuses it. */
  readonly key: KeyObject | null;
  /** Such as `rsa`, `rsa-pss`, `ec`; `unknown` when it can't be loaded. */
  readonly type: string;
  /** OpenSSL's name of the curve of an EC key. */
  readonly curve: string | undefined;
  /** Of an RSA key, also of one that can't be loaded. */
  readonly rsaBits: number | null;
}

const cache = new Map<string, LoadedKey>();
/** The octets of a certificate that stays at hand, such as an anchor's, are known without hashing them. */
const ofOctets = new WeakMap<Uint8Array, LoadedKey>();

/** The key of a SubjectPublicKeyInfo, loaded once; the longest unused one makes room. */
export function loadPublicKey(subjectPublicKeyInfo: Uint8Array): LoadedKey {
  const known = ofOctets.get(subjectPublicKeyInfo);
  if (known !== undefined) return known;
  const loaded = loadByContent(subjectPublicKeyInfo);
  ofOctets.set(subjectPublicKeyInfo, loaded);
  return loaded;
}

function loadByContent(subjectPublicKeyInfo: Uint8Array): LoadedKey {
  const id = sha256Hex(subjectPublicKeyInfo);
  const loaded = cache.get(id) ?? load(subjectPublicKeyInfo);
  cache.delete(id);
  cache.set(id, loaded);
  const [oldest] = cache.keys();
  if (cache.size > MAX_CACHED_KEYS && oldest !== undefined) cache.delete(oldest);
  return loaded;
}

function load(subjectPublicKeyInfo: Uint8Array): LoadedKey {
  const key = tryLoad(subjectPublicKeyInfo);
  return {
    key,
    type: key?.asymmetricKeyType ?? 'unknown',
    curve: key?.asymmetricKeyDetails?.namedCurve,
    rsaBits: rsaModulusBits(subjectPublicKeyInfo),
  };
}

function tryLoad(subjectPublicKeyInfo: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(subjectPublicKeyInfo), format: 'der', type: 'spki' });
  } catch {
    return null;
  }
}
