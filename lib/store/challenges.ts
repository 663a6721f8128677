import type { Challenge } from '#lib/device/submission-types.ts';
import { lookTogether } from './look-together.ts';
import type { Store } from './open-store.ts';
import { execute, type Queryable, select } from './sql.ts';

/** A challenge as issued, to whom, and whether it was answered. */
export interface IssuedChallenge extends Challenge {
  readonly account: string;
  readonly isConsumed: boolean;
}

/** Challenges of one account that may wait for their answer at a time. */
export const MAX_OPEN_CHALLENGES = 10_000;

/** @returns false, and keeps nothing, when the account has as many that wait for their answer */
export async function saveChallenge(db: Queryable, challenge: Omit<IssuedChallenge, 'isConsumed'>): Promise<boolean> {
  const { id, account, nonce, attestationKey, selection, issuedAt, expiresAt } = challenge;
  const saved = await execute(
    db,
    `INSERT INTO challenge (id, account, nonce, attestation_key, selection, issued_at, expires_at) SELECT $1, $2, $3, $4, $5, $6, $7
     WHERE (SELECT count(*) FROM challenge WHERE account = $2 AND expires_at > $6 AND consumed_at IS NULL) < ${MAX_OPEN_CHALLENGES}`,
    [id, account, nonce, attestationKey, selection, issuedAt, expiresAt],
  );
  return saved === 1;
}

/** A challenge of an account; that of another account isn't there. */
export async function findChallenge(store: Store, { id, account }: { id: string; account: string }): Promise<IssuedChallenge | undefined> {
  const found = await findById(store, id);
  return found?.account === account ? found : undefined;
}

const findById = lookTogether(async ({ pool }, ids): Promise<ReadonlyMap<string, IssuedChallenge>> => {
  const rows = await select<Row>(pool, `SELECT ${COLUMNS} FROM challenge WHERE id = ANY($1)`, [ids]);
  return new Map(rows.map((row) => [row.id, { ...row, issuedAt: row.issuedAt.toISOString(), expiresAt: row.expiresAt.toISOString() }]));
});

/**
 * Notes when challenges are answered, each once; locked in one order everywhere, so that two transactions don't wait for each other.
 * @returns those that waited for their answer
 */
export async function consumeChallenges(
  db: Queryable,
  answered: readonly { readonly id: string; readonly at: string }[],
): Promise<ReadonlySet<string>> {
  if (answered.length === 0) return new Set();
  const rows = await select<{ id: string }>(
    db,
    `WITH waiting AS (
       SELECT c.id, n.at FROM challenge c JOIN unnest($1::text[], $2::timestamptz[]) AS n(id, at) ON c.id = n.id
       WHERE c.consumed_at IS NULL ORDER BY c.id FOR UPDATE OF c
     ) UPDATE challenge SET consumed_at = waiting.at FROM waiting WHERE challenge.id = waiting.id RETURNING challenge.id`,
    [answered.map(({ id }) => id), answered.map(({ at }) => at)],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Lets challenges wait again: what answered them in this transaction was not kept. */
export async function reopenChallenges(db: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await execute(db, 'UPDATE challenge SET consumed_at = NULL WHERE id = ANY($1)', [ids]);
}

/** Throws away enrolments and challenges that ended before an instant. @returns how many */
export async function pruneAttestation(db: Queryable, before: Date): Promise<number> {
  const enrolments = await execute(db, 'DELETE FROM enrolment WHERE expires_at < $1', [before]);
  return enrolments + (await execute(db, 'DELETE FROM challenge WHERE expires_at < $1', [before]));
}

const COLUMNS = `id, account, nonce, attestation_key AS "attestationKey", selection, issued_at AS "issuedAt", expires_at AS "expiresAt",
  consumed_at IS NOT NULL AS "isConsumed"`;

interface Row extends Omit<IssuedChallenge, 'issuedAt' | 'expiresAt'> {
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}
