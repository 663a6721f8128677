import { expect, test } from 'vitest';
import type { Store } from './open-store.ts';
import { MAX_TRIED, MAX_TRIED_BYTES, revocationCandidates } from './revocation-index.ts';
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

async function found(store: Store, knownAt?: string) {
  const { artifacts, isCut } = (await revocationCandidates(store.pool, ['issuer'], knownAt)).get('issuer') ?? {
    artifacts: [],
    isCut: false,
  };
  return { names: artifacts.map(({ sha256 }) => sha256), isCut };
}

test('of the lists of one issuer the last to come are tried, up to a number, and it is told that there are more', async () => {
  const store = await openTestStore();
  await handInLists(store, { by: 'olivia', count: MAX_TRIED, from: '2026-03-01T00:00:00Z' });
  expect((await found(store)).isCut).toBe(false);
  await handInLists(store, { by: 'olga', count: 1, from: '2026-03-02T00:00:00Z' });
  const { names, isCut } = await found(store);
  expect([names.length, isCut]).toEqual([MAX_TRIED, true]);
  expect(names.slice(0, 3)).toEqual(['olga-1', `olivia-${MAX_TRIED}`, `olivia-${MAX_TRIED - 1}`]);
  expect(names).not.toContain('olivia-1');
  expect(await found(store, '2026-03-01T00:00:01Z')).toEqual({ names: ['olivia-1'], isCut: false });
});

test('what one submitter hands in later, however much, keeps nobody from what another one handed in last', async () => {
  const store = await openTestStore();
  await handInLists(store, { by: 'olivia', count: 2, from: '2026-03-01T00:00:00Z' });
  await handInLists(store, { by: 'mallory', count: MAX_TRIED + 5, from: '2026-03-02T00:00:00Z' });
  expect((await found(store)).names).toEqual(expect.arrayContaining(['olivia-1', 'olivia-2']));
});

test('large ones use up the octets, and keep nobody from the last of another either', async () => {
  const store = await openTestStore();
  await handInLists(store, { by: 'olivia', count: 1, from: '2026-03-01T00:00:00Z' });
  await handInLists(store, { by: 'mallory', count: 20, from: '2026-03-02T00:00:00Z', size: MAX_TRIED_BYTES / 8 });
  const { names, isCut } = await found(store);
  expect(names).toContain('olivia-1');
  expect([names.length, isCut]).toEqual([8, true]);
});
