import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import type { Store } from '#lib/store/open-store.ts';
import { listSigningKeys, lockSigningKeys, type SealedKey, saveSigningKey } from '#lib/store/signing-keys.ts';
import { inTransaction } from '#lib/store/sql.ts';
import { seal, unseal } from './sealed-secret.ts';

/** A public key as it is published. @spec RFC 7517 section 4 */
export type PublishedKey = Readonly<Record<string, string>>;

/** The key with which this installation signs what it concludes. */
export interface SigningKey {
  /** Thumbprint of the public key. */
  readonly id: string;
  /** ES256 over octets: r and s, 32 octets each. */
  readonly sign: (octets: Uint8Array) => Uint8Array;
}

/**
 * The newest key that the installation's secret opens; made when there is none, by one process. A database that was restored beside
 * another secret gets a new key, and keeps publishing the old ones.
 * @spec RFC 7518 section 3.4 (ES256)
 */
export async function signingKey(store: Store, { secret, at }: { readonly secret: string; readonly at: Date }): Promise<SigningKey> {
  return opened(await listSigningKeys(store.pool), secret) ?? (await makeOnce(store, { secret, at }));
}

/** All public keys, the newest first: what was signed before a key was replaced stays verifiable. */
export async function publishedKeys(store: Store): Promise<readonly PublishedKey[]> {
  return (await listSigningKeys(store.pool)).map(({ id, publicKey }) => ({ ...publicKey, kid: id, use: 'sig', alg: 'ES256' }));
}

function opened(keys: readonly SealedKey[], secret: string): SigningKey | undefined {
  for (const { id, sealed } of keys) {
    const der = unseal(sealed, { secret, name: id });
    if (der === null) continue;
    const key = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
    return { id, sign: (octets) => new Uint8Array(sign('sha256', octets, { key, dsaEncoding: 'ieee-p1363' })) };
  }
  return undefined;
}

function makeOnce(store: Store, { secret, at }: { readonly secret: string; readonly at: Date }): Promise<SigningKey> {
  return inTransaction(store.pool, async (db) => {
    await lockSigningKeys(db);
    const others = await listSigningKeys(db);
    const made = opened(others, secret);
    if (made !== undefined) return made;
    const fresh = makeKey(secret, at);
    await saveSigningKey(db, fresh);
    const own = opened([fresh], secret);
    if (own === undefined) throw new Error('a key that was just made can’t be opened');
    return own;
  });
}

function makeKey(secret: string, createdAt: Date): SealedKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const jwk = { crv: 'P-256', kty: 'EC', x, y };
  const id = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url');
  const der = privateKey.export({ format: 'der', type: 'pkcs8' });
  return { id, publicKey: jwk, sealed: seal(der, { secret, name: id }), createdAt };
}
