import { expect, test } from 'vitest';
import type { Store } from './open-store.ts';
import { findRevocations, MAX_REVOCATION_BYTES, MAX_REVOCATIONS_OF_KEY } from './revocation-index.ts';
import { openTestStore } from './testing/test-database.ts';

interface HandedIn {
  readonly by: string;
  readonly count: number;
  readonly from: string;
  readonly size?: number;
}

/** Lists under one issuer's name, one a second. */
async function handInLists(store: Store, { by, count, from, size = 1000 }: HandedIn): Promise<void> {
  await store.pool.query(
    `WITH made AS (SELECT $1 || '-' || n AS sha256, $3::timestamptz + n * interval '1 second' AS at FROM generate_series(1, $2::int) n),
       artifacts AS (INSERT INTO artifact (sha256, size, created_at) SELECT sha256, $4::int, at FROM made),
       keys AS (INSERT INTO link_key (key, sha256, document_id, strength) SELECT 'issuer', sha256, sha256, 'list' FROM made)
     INSERT INTO submission (id, sha256, received_at, submitted_by, may_attach_to, idempotency_key)
     SELECT gen_random_uuid()::text, sha256, at, $1, '"any"', sha256 FROM made`,
    [by, count, from, size],
  );
}

const found = async (store: Store, knownAt?: string): Promise<readonly string[]> =>
  (await findRevocations(store.pool, ['issuer'], knownAt)).get('issuer') ?? [];

test('of the lists of one issuer the newest are asked, up to a number', async () => {
  const store = await openTestStore();
  await handInLists(store, { by: 'olivia', count: MAX_REVOCATIONS_OF_KEY + 1, from: '2026-03-01T00:00:00Z' });
  const lists = await found(store);
  expect(lists).toHaveLength(MAX_REVOCATIONS_OF_KEY);
  expect(lists).toContain(`olivia-${MAX_REVOCATIONS_OF_KEY + 1}`);
  expect(lists).not.toContain('olivia-1');
  expect(await found(store, '2026-03-01T00:00:01Z')).toEqual(['olivia-1']);
});

test('what one submitter hands in later, however much, pushes out nothing newest of another', async () => {
  const store = await openTestStore();
  await handInLists(store, { by: 'olivia', count: 2, from: '2026-03-01T00:00:00Z' });
  await handInLists(store, { by: 'mallory', count: MAX_REVOCATIONS_OF_KEY + 5, from: '2026-03-02T00:00:00Z' });
  expect(await found(store)).toEqual(expect.arrayContaining(['olivia-1', 'olivia-2']));
});

test('large ones push out nothing newest of another either', async () => {
  const store = await openTestStore();
  await handInLists(store, { by: 'olivia', count: 1, from: '2026-03-01T00:00:00Z' });
  await handInLists(store, { by: 'mallory', count: 20, from: '2026-03-02T00:00:00Z', size: MAX_REVOCATION_BYTES / 4 });
  const lists = await found(store);
  expect(lists).toContain('olivia-1');
  expect(lists.length).toBeLessThan(6);
});
