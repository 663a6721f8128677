import { expect, test } from 'vitest';
import { ClosureTooLarge, closuresOf, MAX_CLOSURE } from './closure.ts';
import type { Store } from './open-store.ts';
import { openTestStore } from './testing/test-database.ts';

async function index(store: Store, rows: readonly (readonly [key: string, sha256: string, strength?: string])[]): Promise<void> {
  for (const [key, sha256, strength = 'strong'] of rows)
    await store.pool.query('INSERT INTO link_key (key, sha256, document_id, strength) VALUES ($1, $2, $2, $3)', [key, sha256, strength]);
}

const groups = async (store: Store, artifacts: readonly string[], keys: readonly string[] = []) =>
  (await closuresOf(store.pool, { artifacts, keys })).map((closure) => [...closure.artifacts].sort()).sort();

test('artifacts hang together by keys, through any number of others, and from either end', async () => {
  const store = await openTestStore();
  await index(store, [
    ['k1', 'a'],
    ['k1', 'b', 'reference'],
    ['k2', 'b'],
    ['k2', 'c', 'weak'],
    ['k3', 'c'],
    ['k3', 'd', 'named'],
    ['k9', 'z'],
  ]);
  expect(await groups(store, ['a'])).toEqual([['a', 'b', 'c', 'd']]);
  expect(await groups(store, ['d'])).toEqual([['a', 'b', 'c', 'd']]);
  expect(await groups(store, [], ['k2'])).toEqual([['a', 'b', 'c', 'd']]);
  expect(await groups(store, ['a', 'z'])).toEqual([['a', 'b', 'c', 'd'], ['z']]);
});

test('issuers and subjects connect nothing: they are shared by all devices of a maker', async () => {
  const store = await openTestStore();
  await index(store, [
    ['name:ca', 'a', 'issuer'],
    ['name:ca', 'b', 'issuer'],
    ['name:ca', 'c', 'subject'],
    ['k', 'a'],
  ]);
  expect(await groups(store, ['a'])).toEqual([['a']]);
});

test('a key may be spelled like an artifact without leading to it', async () => {
  const store = await openTestStore();
  await index(store, [
    ['x', 'a'],
    ['y', 'x'],
  ]);
  expect(await groups(store, ['a'])).toEqual([['a']]);
});

test('an artifact without keys is a closure of its own', async () => {
  expect(await groups(await openTestStore(), ['lonely'])).toEqual([['lonely']]);
});

test('as many artifacts as the limit are one closure; one more is refused, with where it began', async () => {
  const store = await openTestStore();
  await store.pool.query(
    `INSERT INTO link_key (key, sha256, document_id, strength) SELECT 'k', 'a' || i, 'a' || i, 'strong' FROM generate_series(1, $1) AS i`,
    [MAX_CLOSURE],
  );
  const [closure, ...others] = await closuresOf(store.pool, { artifacts: [], keys: ['k'] });
  expect(others).toEqual([]);
  expect(closure?.artifacts).toHaveLength(MAX_CLOSURE);
  await index(store, [['k', 'one more', 'weak']]);
  const error = await closuresOf(store.pool, { artifacts: ['a1'], keys: [] }).catch((refused: unknown) => refused);
  expect(error).toBeInstanceOf(ClosureTooLarge);
  expect(String(error)).toContain('a1');
});
