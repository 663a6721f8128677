import type { PoolClient } from 'pg';
import { PgBoss, type Queue } from 'pg-boss';
import { beforeClose, type Store } from './open-store.ts';
import { execute, inTransaction, prepared, type Queryable, select } from './sql.ts';

/** Read one artifact: parse it, keep its documents, ask for the folds that follow. */
export interface ReadJob {
  readonly sha256: string;
}

/** Fold what these lead to. */
export interface FoldJob {
  readonly artifacts: readonly string[];
  readonly keys: readonly string[];
}

/**
 * Ask for folds of many devices: of all, of those whose documents name one of these issuers, of those that an account handed in for, or of those
 * of these models, of the files that name certificates with these keys of the index, of the devices that these lists speak of, or of what a grant
 * concerns: these devices, and what waits because none was granted to its submitter.
 */
export type RefoldJob =
  | { readonly issuers: readonly string[] | 'any' }
  | { readonly submitter: string }
  | { readonly models: readonly { readonly manufacturer: string | null; readonly model: string | null }[] }
  | { readonly named: readonly string[] }
  | { readonly lists: readonly string[] }
  | { readonly grantee: string; readonly devices: readonly string[] };

export interface JobRequest<Data> {
  readonly data: Data;
  /** While a job with this key waits, another one is not added. */
  readonly singletonKey?: string;
  /** Those with a higher one go first; 0 when absent. */
  readonly priority?: number;
  /** For whom it is done. */
  readonly group?: { readonly id: string };
}

interface Jobs {
  readonly read: ReadJob;
  /** What a quick reader set aside: large files, and those that take long. */
  readonly 'read-long': ReadJob;
  readonly fold: FoldJob;
  readonly refold: RefoldJob;
}
export type QueueName = keyof Jobs;

const TEN_YEARS_S = 315_360_000;

/**
 * A job is never given up: a failure of ours is tried again, at the latest every five minutes, until it is mended.
 * A worker that vanishes is noticed by its missing heartbeat.
 */
const PATIENT = {
  retryLimit: 1_000_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  retentionSeconds: TEN_YEARS_S,
  deleteAfterSeconds: 600,
  expireInSeconds: 3600,
  heartbeatSeconds: 10,
} as const;

const QUEUES: readonly Queue[] = [
  { name: 'read', policy: 'standard', ...PATIENT },
  // One for each artifact, so that a file that takes long isn't read twice.
  { name: 'read-long', policy: 'exclusive', ...PATIENT },
  // One waits and one runs for each key: what arrives while a fold runs is folded by the one that waits.
  { name: 'fold', policy: 'stately', ...PATIENT },
  { name: 'refold', policy: 'standard', ...PATIENT },
];

/** Those of the artifacts that no job to read them waits for or is at. */
export async function withoutReadJob(db: Queryable, artifacts: readonly string[]): Promise<readonly string[]> {
  const rows = await select<{ sha256: string }>(
    db,
    `SELECT DISTINCT data->>'sha256' AS sha256 FROM pgboss.job
     WHERE name IN ('read', 'read-long') AND state < 'completed' AND data->>'sha256' = ANY($1)`,
    [artifacts],
  );
  const waiting = new Set(rows.map(({ sha256 }) => sha256));
  return artifacts.filter((sha256) => !waiting.has(sha256));
}

const senders = new WeakMap<Store, Promise<PgBoss>>();

/** The queue's tables and our queues in them; safe to repeat, by several processes at once. */
export async function prepareQueues(store: Store): Promise<void> {
  const boss = makeBoss(store, { migrate: true, supervise: false });
  await boss.start();
  try {
    for (const queue of QUEUES) {
      if ((await boss.getQueue(queue.name)) === null) await boss.createQueue(queue.name, queue);
    }
    await indexTurns(store);
  } finally {
    await stopBoss(boss);
  }
}

/** Any number, the same in every process: one makes the index, the others wait. */
const INDEX_LOCK = 7_281_997_316;

/** Of each submitter the waiting file that comes last, for `read_turns`. On the queue's own table, which a later version of its library may make anew. */
async function indexTurns(store: Store): Promise<void> {
  await inTransaction(store.pool, async (db) => {
    await execute(db, 'SELECT pg_advisory_xact_lock($1)', [INDEX_LOCK]);
    // Asked first: to make it, even where it is there, waits for whoever writes.
    const found = await select(db, "SELECT FROM pg_indexes WHERE schemaname = 'pgboss' AND indexname = 'job_read_turns'");
    if (found.length > 0) return;
    await execute(
      db,
      `CREATE INDEX job_read_turns ON pgboss.job (group_id, (- priority)) WHERE name = 'read' AND state < 'active' AND NOT blocked`,
    );
  });
}

/**
 * A transaction that may add jobs. The sender is there before it begins: making one takes a connection of its own, and
 * transactions that wait for it could hold them all.
 */
export async function inJobTransaction<T>(store: Store, work: (db: PoolClient) => Promise<T>, options?: { begin: string }): Promise<T> {
  await senderOf(store);
  return inTransaction(store.pool, work, options);
}

/** Adds jobs inside the caller's transaction, which `inJobTransaction` began: they exist exactly when it commits. */
export async function enqueue<Name extends QueueName>(
  store: Store,
  db: Queryable,
  { queue, jobs }: { queue: Name; jobs: readonly JobRequest<Jobs[Name]>[] },
): Promise<void> {
  if (jobs.length === 0) return;
  const boss = await senderOf(store);
  await boss.insert(queue, [...jobs], { db: asBossDatabase(db) });
}

/** The sender of this process, made when first needed. It keeps no watch over the queues; the worker does. */
export function senderOf(store: Store): Promise<PgBoss> {
  let sender = senders.get(store);
  if (sender === undefined) {
    const boss = makeBoss(store, { migrate: false, supervise: false });
    sender = boss.start().catch((error: unknown) => {
      senders.delete(store);
      throw error;
    });
    senders.set(store, sender);
    beforeClose(store, () => stopBoss(boss));
  }
  return sender;
}

/** A queue client over the store's own connections. */
export function makeBoss(store: Store, { migrate, supervise }: { migrate: boolean; supervise: boolean }): PgBoss {
  const boss = new PgBoss({
    db: asBossDatabase(store.pool),
    migrate,
    createSchema: migrate,
    supervise,
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  boss.on('error', (error) => console.error(`queue: ${error.message}`));
  return boss;
}

export async function stopBoss(boss: PgBoss): Promise<void> {
  await boss.stop({ graceful: false, close: false });
}

function asBossDatabase(db: Queryable): { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> } {
  return {
    // Statements without values may hold several commands, which can't be prepared.
    executeSql: (text, values) => (values === undefined || values.length === 0 ? db.query(text) : db.query(prepared(text, values))),
  };
}

/** Completes jobs on the caller's connection, in its transaction where there is one. */
export async function completeJobs(
  { boss }: { readonly boss: PgBoss },
  db: Queryable,
  { queue, jobs }: { queue: QueueName; jobs: readonly { readonly id: string }[] },
): Promise<void> {
  if (jobs.length === 0) return;
  await boss.complete(
    queue,
    jobs.map(({ id }) => id),
    undefined,
    { db: asBossDatabase(db) },
  );
}
