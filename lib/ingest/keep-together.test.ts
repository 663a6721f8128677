import { expect, test } from 'vitest';
import type { Challenge } from '#lib/device/submission-types.ts';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { saveChallenge } from '#lib/store/challenges.ts';
import type { HandIn } from '#lib/store/hand-in.ts';
import type { Store } from '#lib/store/open-store.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { keepTogether } from './keep-together.ts';

function handInOf(number: number, text = `file ${number}`): HandIn {
  const bytes = new TextEncoder().encode(text);
  const id = `act-${String(number).padStart(3, '0')}`;
  const receivedAt = '2026-03-01T00:00:00.000Z';
  const act = { id, sha256: sha256Hex(bytes), receivedAt, observedAt: null, submittedBy: 'operator', idempotencyKey: id };
  return {
    submission: { ...act, device: null, role: null, fileName: null, mayAttachTo: 'any' },
    size: bytes.length,
    chunks: () => [bytes],
  };
}

test('files that come in at the same moment share transactions, and each is kept with its job', async () => {
  const store = await openTestStore();
  const handIns = Array.from({ length: 80 }, (_, number) => handInOf(number));
  expect(await Promise.all(handIns.map((handIn) => keepTogether(store, handIn)))).toEqual(handIns.map(() => true));
  const { rows } = await store.pool.query(
    `SELECT count(*)::int AS acts, count(DISTINCT s.xmin::text)::int AS transactions, count(c.bytes)::int AS files,
       (SELECT count(DISTINCT data->>'sha256') FROM pgboss.job WHERE name = 'read')::int AS jobs
     FROM submission s JOIN artifact_chunk c USING (sha256)`,
  );
  // 32 files each but the last: none goes alone because it was the first.
  expect(rows[0]).toEqual({ acts: 80, files: 80, jobs: 80, transactions: 3 });
});

test('submitters who bring their next file when they hear of the last one share transactions all the way', async () => {
  const store = await openTestStore();
  await Promise.all(
    Array.from({ length: 16 }, async (_, submitter) => {
      for (let file = 0; file < 5; file += 1) await keepTogether(store, handInOf(submitter * 5 + file));
    }),
  );
  const { rows } = await store.pool.query('SELECT count(*)::int AS acts, count(DISTINCT xmin::text)::int AS transactions FROM submission');
  expect(rows).toEqual([{ acts: 80, transactions: 5 }]);
});

test('the same bytes handed in twice at the same moment are kept once, and are two acts', async () => {
  const store = await openTestStore();
  const kept = await Promise.all([1, 2, 3].map((number) => keepTogether(store, handInOf(number, 'equal'))));
  expect(kept).toEqual([true, true, true]);
  const { rows } = await store.pool.query(
    'SELECT (SELECT count(*) FROM submission)::int AS acts, (SELECT count(*) FROM artifact_chunk)::int AS files',
  );
  expect(rows).toEqual([{ acts: 3, files: 1 }]);
});

/** An answer to a challenge, which may be an act of its own or the same one again. */
const answerTo = (number: number, challenge: Challenge, act = `act ${number}`): HandIn => {
  const { submission, ...file } = handInOf(number);
  return { ...file, submission: { ...submission, challenge, idempotencyKey: act } };
};

async function challengeOf(store: Store, number: number): Promise<Challenge> {
  const [issuedAt, expiresAt] = ['2026-03-01T00:00:00.000Z', '2026-03-01T00:05:00.000Z'];
  const challenge = { id: `c-${number}`, nonce: 'ab'.repeat(32), attestationKey: 'ak', selection: 'sha256:0', issuedAt, expiresAt };
  await saveChallenge(store, { ...challenge, account: 'operator' });
  return challenge;
}

test('answers to challenges share transactions with other files, and each uses its challenge up', async () => {
  const store = await openTestStore();
  const challenges = await Promise.all(Array.from({ length: 20 }, (_, number) => challengeOf(store, number)));
  const all = [...challenges.map((challenge, number) => answerTo(number, challenge)), ...[20, 21, 22].map((number) => handInOf(number))];
  expect(await Promise.all(all.map((handIn) => keepTogether(store, handIn)))).toEqual(all.map(() => true));
  const { rows } = await store.pool.query(
    `SELECT count(*)::int AS acts, count(DISTINCT xmin::text)::int AS transactions,
       (SELECT count(*)::int FROM challenge WHERE consumed_at = '2026-03-01T00:00:00Z') AS answered FROM submission`,
  );
  expect(rows).toEqual([{ acts: 23, transactions: 1, answered: 20 }]);
});

test('of several answers to one challenge one is kept; the same act again is none, and nobody else waits for another transaction', async () => {
  const store = await openTestStore();
  const [one, other] = [await challengeOf(store, 1), await challengeOf(store, 2)];
  const all = [answerTo(1, one), answerTo(2, one), handInOf(3), answerTo(4, other), answerTo(5, one, 'act 1')];
  const results = await Promise.allSettled(all.map((handIn) => keepTogether(store, handIn)));
  const told = results.map((result) => (result.status === 'fulfilled' ? result.value : result.reason.code));
  expect(told).toEqual([true, 'used', true, true, false]);
  const { rows } = await store.pool.query('SELECT count(*)::int AS acts, count(DISTINCT xmin::text)::int AS transactions FROM submission');
  expect(rows).toEqual([{ acts: 3, transactions: 1 }]);
});

test('an act under a key that was used before uses no challenge up', async () => {
  const store = await openTestStore();
  const [first, second] = [await challengeOf(store, 1), await challengeOf(store, 2)];
  expect(await keepTogether(store, answerTo(1, first, 'one act'))).toBe(true);
  expect(await keepTogether(store, answerTo(2, second, 'one act'))).toBe(false);
  const { rows } = await store.pool.query('SELECT id FROM challenge WHERE consumed_at IS NULL');
  expect(rows).toEqual([{ id: 'c-2' }]);
});

test('one that cannot be kept fails alone', async () => {
  const store = await openTestStore();
  const bad = handInOf(2);
  const all = [handInOf(1), { ...bad, submission: { ...bad.submission, receivedAt: 'no time' } }, handInOf(3)];
  const results = await Promise.allSettled(all.map((handIn) => keepTogether(store, handIn)));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const { rows } = await store.pool.query('SELECT id FROM submission ORDER BY id');
  expect(rows).toEqual([{ id: 'act-001' }, { id: 'act-003' }]);
});
