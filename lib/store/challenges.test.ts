import { expect, test } from 'vitest';
import { findChallenge, MAX_OPEN_CHALLENGES, saveChallenge } from './challenges.ts';
import type { Store } from './open-store.ts';
import { openTestStore } from './testing/test-database.ts';

const challengeOf = (account: string, id: string) => ({
  id,
  account,
  nonce: `0${id}`,
  attestationKey: `000b${id}`,
  selection: 'sha256:0',
  issuedAt: '2026-03-01T00:00:00.000Z',
  expiresAt: '2026-03-01T00:05:00.000Z',
});

async function openOnes(store: Store, account: string, count: number): Promise<void> {
  await store.pool.query(
    `INSERT INTO challenge (id, account, nonce, attestation_key, selection, issued_at, expires_at)
     SELECT $1 || '-open-' || i, $1, '', '', '', '2026-03-01T00:00:00Z', '2026-03-01T00:05:00Z' FROM generate_series(1, $2::int) AS i`,
    [account, count],
  );
}

test('challenges that are asked for in one turn count one after the other, each account for itself', async () => {
  const store = await openTestStore();
  await openOnes(store, 'olga', MAX_OPEN_CHALLENGES - 2);
  await openOnes(store, 'mallory', MAX_OPEN_CHALLENGES);
  const asked = ['olga', 'mallory', 'olga', 'bob', 'olga'].map((account, index) => challengeOf(account, String(index)));
  const saved = await Promise.all(asked.map((challenge) => saveChallenge(store, challenge)));
  expect(saved).toEqual([true, false, true, true, false]);
  expect(await findChallenge(store, { id: '3', account: 'bob' })).toEqual({ ...asked[3], isConsumed: false });
  expect(await findChallenge(store, { id: '4', account: 'olga' })).toBeUndefined();
  expect(await saveChallenge(store, challengeOf('olga', '5'))).toBe(false);
});
