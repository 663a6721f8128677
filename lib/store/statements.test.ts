import { expect, test } from 'vitest';
import { statementsOfKey } from './statements.ts';
import { openTestStore } from './testing/test-database.ts';

test('who asks about several keys in one turn is told of each what was said about it, in order of time', async () => {
  const store = await openTestStore();
  const rows: readonly (readonly [id: string, kind: string, submission: string, target: string | null, day: number])[] = [
    ['s1', 'attestation-key', 's1', 'ak:one', 1],
    ['s2', 'attestation-key', 's2', 'ak:two', 2],
    ['s3', 'withdrawal', 's1', 's1', 4],
    ['s4', 'attestation-key', 's4', 'ak:one', 3],
  ];
  for (const [id, kind, submission, target, day] of rows) {
    await store.pool.query(
      `INSERT INTO statement (id, kind, author, at, reason, body, submission, target) VALUES ($1, $2, 'olga', $3, 'seen', $4, $5, $6)`,
      [id, kind, new Date(Date.UTC(2026, 2, day)), JSON.stringify({ id }), submission, target],
    );
  }
  const said = await Promise.all(['ak:one', 'ak:two', 'ak:none', 'ak:one'].map((key) => statementsOfKey(store, key)));
  expect(said.map((statements) => statements.map(({ id }) => id))).toEqual([['s1', 's4', 's3'], ['s2'], [], ['s1', 's4', 's3']]);
});
