import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const [SALT, NONCE, TAG] = [16, 12, 16];
const PURPOSE = 'assay signing key, version 1';

/** What is needed to open it again beside its octets. */
export interface Sealing {
  /** Of the installation; whoever has the database alone doesn't have it. */
  readonly secret: string;
  /** Whose secret it is: it opens under no other name. */
  readonly name: string;
}

/**
 * Encrypts octets under a key of their own, derived from the installation's secret: salt, nonce, tag, cipher text.
 * @spec RFC 5869 (HKDF with SHA-256); NIST SP 800-38D (AES-256-GCM)
 */
export function seal(octets: Uint8Array, sealing: Sealing): Uint8Array {
  const [salt, nonce] = [randomBytes(SALT), randomBytes(NONCE)];
  const cipher = createCipheriv('aes-256-gcm', keyOf(sealing.secret, salt), nonce).setAAD(Buffer.from(sealing.name));
  const encrypted = Buffer.concat([cipher.update(octets), cipher.final()]);
  return Buffer.concat([salt, nonce, cipher.getAuthTag(), encrypted]);
}

/** The octets again; null where the secret is another one, or the octets were changed. */
export function unseal(sealed: Uint8Array, { secret, name }: Sealing): Uint8Array | null {
  if (sealed.length < SALT + NONCE + TAG) return null;
  const [salt, nonce] = [sealed.subarray(0, SALT), sealed.subarray(SALT, SALT + NONCE)];
  const tag = sealed.subarray(SALT + NONCE, SALT + NONCE + TAG);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret, salt), nonce, { authTagLength: TAG });
  decipher.setAAD(Buffer.from(name)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(sealed.subarray(SALT + NONCE + TAG)), decipher.final()]);
  } catch {
    // The tag doesn't fit.
    return null;
  }
}

function keyOf(secret: string, salt: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, PURPOSE, 32));
}
