import { execute, type Queryable, select } from './sql.ts';

/** A key of this installation, its private part encrypted. */
export interface SealedKey {
  /** Thumbprint of the public key. */
  readonly id: string;
  /** JWK. */
  readonly publicKey: Readonly<Record<string, string>>;
  readonly sealed: Uint8Array;
  readonly createdAt: Date;
}

/** All keys, the newest first. */
export function listSigningKeys(db: Queryable): Promise<readonly SealedKey[]> {
  return select<SealedKey>(
    db,
    'SELECT id, public_key AS "publicKey", sealed, created_at AS "createdAt" FROM signing_key ORDER BY created_at DESC, id DESC',
  );
}

export async function saveSigningKey(db: Queryable, { id, publicKey, sealed, createdAt }: SealedKey): Promise<void> {
  await execute(db, 'INSERT INTO signing_key (id, public_key, sealed, created_at) VALUES ($1, $2, $3, $4)', [
    id,
    JSON.stringify(publicKey),
    Buffer.from(sealed),
    createdAt,
  ]);
}

/** Until the end of the transaction nobody else makes a key. */
export async function lockSigningKeys(db: Queryable): Promise<void> {
  await execute(db, 'SELECT pg_advisory_xact_lock(7281997316)');
}
