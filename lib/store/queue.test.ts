import { expect, test } from 'vitest';
import { enqueue, makeBoss, stopBoss } from './queue.ts';
import { inTransaction } from './sql.ts';
import { openTestStore } from './testing/test-database.ts';

test('a job exists exactly when the transaction that asked for it commits', async () => {
  const store = await openTestStore();
  await inTransaction(store.pool, (db) => enqueue(store, db, { queue: 'read', jobs: [{ data: { sha256: 'aa' } }] }));
  const refused = inTransaction(store.pool, async (db) => {
    await enqueue(store, db, { queue: 'read', jobs: [{ data: { sha256: 'bb' } }] });
    throw new Error('changed my mind');
  });
  await expect(refused).rejects.toThrow('changed my mind');
  const boss = makeBoss(store, { migrate: false, supervise: false });
  await boss.start();
  const jobs = await boss.fetch('read', { batchSize: 10 });
  expect(jobs.map(({ data }) => data)).toEqual([{ sha256: 'aa' }]);
  await stopBoss(boss);
});

test('folds of one device: one waits, and one that is asked for while it runs is run afterwards', async () => {
  const store = await openTestStore();
  const boss = makeBoss(store, { migrate: false, supervise: false });
  await boss.start();
  const ask = () => enqueue(store, store.pool, { queue: 'fold', jobs: [{ data: { artifacts: [], keys: ['k'] }, singletonKey: 'k' }] });
  await ask();
  await ask();
  const first = await boss.fetch('fold', { batchSize: 10 });
  expect(first).toHaveLength(1);
  await ask();
  expect(await boss.fetch('fold', { batchSize: 10 })).toHaveLength(0);
  await boss.complete(
    'fold',
    first.map(({ id }) => id),
  );
  expect(await boss.fetch('fold', { batchSize: 10 })).toHaveLength(1);
  await stopBoss(boss);
});
