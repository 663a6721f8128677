import { devicesReached, type Seeds } from './closure.ts';
import { execute, type Queryable, select } from './sql.ts';

/** What a fold ran out of: processor time in seconds, memory in MiB, or files that belong together. */
export type RanOutOf = 'time' | 'memory' | 'files';

/** A fold that ended before it had an answer. What is kept of the device is older. */
export interface StoppedFold {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly ranOutOf: RanOutOf;
  /** The budget, in the unit of what ran out. */
  readonly limit: number;
}

/** Notes at every device that the seeds lead to that it could not be folded. A fold that is kept takes the note away. */
export async function markStopped(db: Queryable, seeds: Seeds, { at, ranOutOf, limit }: StoppedFold): Promise<void> {
  const devices = await devicesReached(db, seeds);
  await execute(db, 'UPDATE device SET stopped_at = $2, stopped_for = $3, stopped_limit = $4 WHERE id = ANY($1)', [
    devices,
    at,
    ranOutOf,
    limit,
  ]);
}

/** What a job was to fold; undefined when it is gone. */
export async function seedsOfFoldJob(db: Queryable, jobId: string): Promise<Seeds | undefined> {
  const sql = "SELECT data->'artifacts' AS artifacts, data->'keys' AS keys FROM pgboss.job WHERE name = 'fold' AND id = $1";
  return (await select<Seeds>(db, sql, [jobId]))[0];
}
