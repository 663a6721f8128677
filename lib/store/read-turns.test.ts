import { expect, test } from 'vitest';
import { enqueue, inJobTransaction, prepareQueues } from './queue.ts';
import { readJobs } from './read-turns.ts';
import type { Queryable } from './sql.ts';
import { openTestStore } from './testing/test-database.ts';

const MANY = 2000;

const requestsOf = (submitter: string, count: number) =>
  Array.from({ length: count }, (_, index) => ({ sha256: `${submitter} ${index}`, submitter }));

/** Entries of indexes and rows of jobs that this transaction has read so far. */
async function jobsRead(db: Queryable): Promise<number> {
  const { rows } = await db.query<{ read: number }>(
    `SELECT (SELECT coalesce(sum(pg_stat_get_xact_tuples_returned(i.indexrelid)), 0) FROM pg_index i WHERE i.indrelid = c.oid)::int
       + pg_stat_get_xact_tuples_returned(c.oid)::int AS read FROM pg_class c WHERE c.oid = 'pgboss.job_common'::regclass`,
  );
  return rows[0]?.read ?? Number.NaN;
}

test('a place in the queue is found by reading some of its jobs, however many wait, also by a plan of when none did', async () => {
  const store = await openTestStore();
  await inJobTransaction(store, async (db) => {
    // By then the plan is the one that is kept.
    for (let time = 0; time < 10; time += 1) await readJobs(db, requestsOf('olga', 1));
    for (const submitter of ['mallory', 'bob'])
      await enqueue(store, db, { queue: 'read', jobs: await readJobs(db, requestsOf(submitter, MANY)) });
    const before = await jobsRead(db);
    const jobs = await readJobs(db, [...requestsOf('olga', 2), ...requestsOf('mallory', 1)]);
    expect(jobs.map(({ priority = 0 }) => 0 - priority)).toEqual([0, 1, MANY]);
    expect((await jobsRead(db)) - before).toBeLessThan(20);
  });
});

test('the order of turns is indexed again where a version of the queue made its table anew, by several at once', async () => {
  const store = await openTestStore();
  const find = async () => (await store.pool.query("SELECT to_regclass('pgboss.job_read_turns')::text AS found")).rows[0]?.found;
  await store.pool.query('DROP INDEX pgboss.job_read_turns');
  expect(await find()).toBeNull();
  await Promise.all([prepareQueues(store), prepareQueues(store)]);
  expect(await find()).toBe('pgboss.job_read_turns');
});
