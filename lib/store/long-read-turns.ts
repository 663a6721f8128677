import type { JobRequest, ReadJob } from './queue.ts';
import { execute, type Queryable, select } from './sql.ts';

/** Why a file is set aside: behind those that are only large stand those that took too long before. */
export type LongReadReason = 'large' | 'slow';

/** The first turn of each reason as a priority; later turns count down from it, and never reach the next one. */
const FIRST_TURN: Readonly<Record<LongReadReason, number>> = { large: 0, slow: -1_000_000_000 };
const MAX_TURNS = 999_999_999;

/**
 * Jobs to read these artifacts, with their place in the queue. Submitters take turns: the next file of each comes a turn after the one before it, and
 * who has none waiting begins with the turn that is served now. So a thousand files of one account hold up a file of another by one file, and
 * the other account can't hold up the thousand either. Call it in the transaction that adds the jobs.
 */
export async function longReadJobs(
  db: Queryable,
  { digests, reason }: { readonly digests: readonly string[]; readonly reason: LongReadReason },
): Promise<readonly JobRequest<ReadJob>[]> {
  if (digests.length === 0) return [];
  const submitters = await submittersOf(db, digests);
  const turns = await waitingTurns(db, reason);
  const now = Math.min(...[...turns.values()].map(({ first }) => first));
  const next = new Map([...turns].map(([submitter, { last }]) => [submitter, last + 1]));
  return digests.map((sha256) => {
    const begin = Number.isFinite(now) ? now : 0;
    const choices = (submitters.get(sha256) ?? ['']).map((submitter) => ({ submitter, turn: Math.max(begin, next.get(submitter) ?? 0) }));
    const { submitter, turn } = choices.reduce((best, choice) => (choice.turn < best.turn ? choice : best));
    next.set(submitter, turn + 1);
    return { data: { sha256 }, singletonKey: sha256, priority: FIRST_TURN[reason] - Math.min(turn, MAX_TURNS), group: { id: submitter } };
  });
}

/** Lets files that wait already go earlier, where another account handed them in meanwhile and its turn comes first. */
export async function bringForward(db: Queryable, jobs: readonly JobRequest<ReadJob>[]): Promise<void> {
  if (jobs.length === 0) return;
  await execute(
    db,
    `UPDATE pgboss.job j SET priority = n.priority, group_id = n.submitter
     FROM unnest($1::text[], $2::int[], $3::text[]) AS n(sha256, priority, submitter)
     WHERE j.name = 'read-long' AND j.singleton_key = n.sha256 AND j.state < 'active' AND j.priority < n.priority`,
    [jobs.map(({ data }) => data.sha256), jobs.map(({ priority }) => priority ?? 0), jobs.map(({ group }) => group?.id ?? '')],
  );
}

/** Everybody who handed the bytes in and waits for them: the one whose turn comes first has them read. */
async function submittersOf(db: Queryable, digests: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await select<{ sha256: string; submitters: string[] }>(
    db,
    `SELECT sha256, array_agg(DISTINCT submitted_by ORDER BY submitted_by) AS submitters FROM submission
     WHERE sha256 = ANY($1) AND status = 'received' GROUP BY sha256`,
    [digests],
  );
  return new Map(rows.map(({ sha256, submitters }) => [sha256, submitters]));
}

/** The first and last turn of each account that has files waiting or being read. */
async function waitingTurns(
  db: Queryable,
  reason: LongReadReason,
): Promise<ReadonlyMap<string, { readonly first: number; readonly last: number }>> {
  const rows = await select<{ submitter: string; first: number; last: number }>(
    db,
    `SELECT coalesce(group_id, '') AS submitter, $1::int - max(priority) AS first, $1::int - min(priority) AS last FROM pgboss.job
     WHERE name = 'read-long' AND state < 'completed' AND priority BETWEEN $1::int - $2::int AND $1::int GROUP BY 1`,
    [FIRST_TURN[reason], MAX_TURNS],
  );
  return new Map(rows.map(({ submitter, first, last }) => [submitter, { first, last }]));
}
