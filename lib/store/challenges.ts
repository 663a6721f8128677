import type { Challenge } from '#lib/device/submission-types.ts';
import { oneTrip } from './one-trip.ts';
import type { Store } from './open-store.ts';
import { execute, type Queryable, select } from './sql.ts';

/** A challenge as issued, to whom, and whether it was answered. */
export interface IssuedChallenge extends Challenge {
  readonly account: string;
  readonly isConsumed: boolean;
}

/** Challenges of one account that may wait for their answer at a time. */
export const MAX_OPEN_CHALLENGES = 10_000;

type NewChallenge = Omit<IssuedChallenge, 'isConsumed'>;

/** @returns false, and keeps nothing, when the account has as many that wait for their answer */
export async function saveChallenge(store: Store, challenge: NewChallenge): Promise<boolean> {
  return (await saveAll(store, challenge)) ?? false;
}

/** Those of one account count one after the other, as if each came alone. As JSON, so that the plan doesn't depend on how many they are. */
const saveAll = oneTrip(async ({ pool }, challenges: readonly NewChallenge[]): Promise<ReadonlyMap<NewChallenge, true>> => {
  const rows = await select<{ id: string }>(
    pool,
    `WITH given AS MATERIALIZED (
       SELECT *, row_number() OVER (PARTITION BY account ORDER BY issued_at, id) AS place
       FROM jsonb_to_recordset($1::jsonb) AS n(id text, account text, nonce text, attestation_key text, selection text,
         issued_at timestamptz, expires_at timestamptz)
     ), waiting AS MATERIALIZED (
       SELECT account, (SELECT count(*) FROM challenge c WHERE c.account = a.account AND c.expires_at > a.now AND c.consumed_at IS NULL) AS open
       FROM (SELECT account, min(issued_at) AS now FROM given GROUP BY account) a
     ) INSERT INTO challenge (id, account, nonce, attestation_key, selection, issued_at, expires_at)
     SELECT id, account, nonce, attestation_key, selection, issued_at, expires_at FROM given JOIN waiting USING (account)
     WHERE open + place <= ${MAX_OPEN_CHALLENGES} RETURNING id`,
    [JSON.stringify(challenges.map(columnsOf))],
  );
  const saved = new Set(rows.map(({ id }) => id));
  return new Map(challenges.flatMap((challenge) => (saved.has(challenge.id) ? [[challenge, true] as const] : [])));
});

function columnsOf({ id, account, nonce, attestationKey, selection, issuedAt, expiresAt }: NewChallenge): object {
  return { id, account, nonce, attestation_key: attestationKey, selection, issued_at: issuedAt, expires_at: expiresAt };
}

/** A challenge of an account; that of another account isn't there. */
export async function findChallenge(store: Store, { id, account }: { id: string; account: string }): Promise<IssuedChallenge | undefined> {
  const found = await findById(store, id);
  return found?.account === account ? found : undefined;
}

const findById = oneTrip(async ({ pool }, ids: readonly string[]): Promise<ReadonlyMap<string, IssuedChallenge>> => {
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
