import { execute, type Queryable, select } from './sql.ts';

/** A TPM that has to prove that two keys live in it. */
export interface Enrolment {
  readonly id: string;
  readonly account: string;
  /** TPM2B_PUBLIC, base64. */
  readonly endorsementKey: string;
  /** Document id. */
  readonly endorsementCertificate: string | null;
  readonly attestationKey: string;
  /** SHA-256 in hexadecimal. */
  readonly secretHash: string;
  /** Hexadecimal: what a certification by another key has to be over. */
  readonly nonce: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Wrong secrets so far. */
  readonly attempts: number;
  readonly usedAt: Date | null;
}

export async function saveEnrolment(db: Queryable, enrolment: Omit<Enrolment, 'attempts' | 'usedAt'>): Promise<void> {
  const { id, account, endorsementKey, endorsementCertificate, attestationKey, secretHash, nonce, createdAt, expiresAt } = enrolment;
  await execute(
    db,
    `INSERT INTO enrolment (id, account, endorsement_key, endorsement_certificate, attestation_key, secret_hash, nonce, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, account, endorsementKey, endorsementCertificate, attestationKey, secretHash, nonce, createdAt, expiresAt],
  );
}

/** One enrolment of an account, held until the end of the transaction, so that two answers to it come one after the other. */
export async function lockEnrolment(db: Queryable, { id, account }: { id: string; account: string }): Promise<Enrolment | undefined> {
  const [row] = await select<Enrolment>(
    db,
    `SELECT id, account, endorsement_key AS "endorsementKey", endorsement_certificate AS "endorsementCertificate",
       attestation_key AS "attestationKey", secret_hash AS "secretHash", nonce, created_at AS "createdAt", expires_at AS "expiresAt",
       attempts, used_at AS "usedAt"
     FROM enrolment WHERE id = $1 AND account = $2 FOR UPDATE`,
    [id, account],
  );
  return row;
}

export async function countWrongSecret(db: Queryable, id: string): Promise<void> {
  await execute(db, 'UPDATE enrolment SET attempts = attempts + 1 WHERE id = $1', [id]);
}

export async function markEnrolmentUsed(db: Queryable, { id, at }: { id: string; at: Date }): Promise<void> {
  await execute(db, 'UPDATE enrolment SET used_at = $2 WHERE id = $1', [id, at]);
}

/** Enrolments of an account that wait for their secret. */
export async function openEnrolments(db: Queryable, { account, at }: { account: string; at: Date }): Promise<number> {
  const [row] = await select<{ count: string }>(
    db,
    'SELECT count(*) FROM enrolment WHERE account = $1 AND expires_at > $2 AND used_at IS NULL',
    [account, at],
  );
  return Number(row?.count ?? 0);
}
