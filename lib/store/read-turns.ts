import type { JobRequest, ReadJob } from './queue.ts';
import { execute, type Queryable, select } from './sql.ts';

/** Why a file is set aside: behind those that are only large stand those that took too long before. */
export type LongReadReason = 'large' | 'slow';

/** The first turn of each reason as a priority; later turns count down from it, and never reach the next one. */
const FIRST_TURN: Readonly<Record<LongReadReason, number>> = { large: 0, slow: -1_000_000_000 };
const MAX_TURNS = 999_999_999;
/** For whom the program itself has files read again. An account of this name would share its turns, which harms nobody. */
const NOBODY = '-';

/** A file to be read, and for whom. */
export interface ReadRequest {
  readonly sha256: string;
  /** Null: nobody waits for it. */
  readonly submitter: string | null;
}

/**
 * Jobs to read these artifacts, with their place in the queue. Submitters take turns: the next file of each comes a turn after the one before it, and
 * who has none waiting begins with the turn that is served now. So a thousand files of one account hold up a file of another by one file, and
 * the other account can't hold up the thousand either. Call it in the transaction that adds the jobs.
 */
export async function readJobs(db: Queryable, requests: readonly ReadRequest[]): Promise<readonly JobRequest<ReadJob>[]> {
  if (requests.length === 0) return [];
  const submitters = [...new Set(requests.map(({ submitter }) => submitter ?? NOBODY))];
  const take = turnTaker(await turnsInReading(db, submitters));
  return requests.map(({ sha256, submitter }) => {
    const { by, turn } = take([submitter ?? NOBODY]);
    return { data: { sha256 }, priority: -turn, group: { id: by } };
  });
}

/** The same for artifacts of which a batch didn't come to read: they stand behind whatever their submitter has waiting. */
export async function readAgainJobs(db: Queryable, digests: readonly string[]): Promise<readonly JobRequest<ReadJob>[]> {
  const submitters = await submittersOf(db, digests);
  return readJobs(
    db,
    digests.map((sha256) => ({ sha256, submitter: submitters.get(sha256)?.[0] ?? null })),
  );
}

/** The same for artifacts that are set aside, among those that were. */
export async function longReadJobs(
  db: Queryable,
  { digests, reason }: { readonly digests: readonly string[]; readonly reason: LongReadReason },
): Promise<readonly JobRequest<ReadJob>[]> {
  if (digests.length === 0) return [];
  const submitters = await submittersOf(db, digests);
  const take = turnTaker(await turnsSetAside(db, reason));
  return digests.map((sha256) => {
    const { by, turn } = take(submitters.get(sha256) ?? [NOBODY]);
    return { data: { sha256 }, singletonKey: sha256, priority: FIRST_TURN[reason] - turn, group: { id: by } };
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
    [jobs.map(({ data }) => data.sha256), jobs.map(({ priority }) => priority ?? 0), jobs.map(({ group }) => group?.id ?? NOBODY)],
  );
}

interface Turns {
  /** The turn that is served now. */
  readonly now: number;
  /** The last turn of each account that has files waiting. */
  readonly last: ReadonlyMap<string, number>;
}

/** Gives the next turn, of several accounts that of the one whose turn comes first. */
function turnTaker({ now, last }: Turns): (submitters: readonly string[]) => { readonly by: string; readonly turn: number } {
  const next = new Map([...last].map(([submitter, turn]) => [submitter, turn + 1]));
  return (submitters) => {
    const choices = submitters.map((by) => ({ by, turn: Math.min(Math.max(now, next.get(by) ?? 0), MAX_TURNS) }));
    const first = choices.reduce((best, choice) => (choice.turn < best.turn ? choice : best));
    next.set(first.by, first.turn + 1);
    return first;
  };
}

/** Each by an index that has the waiting jobs in order, so that a long queue isn't read for each file that comes (docs/decisions/090-turns-by-index.md). */
async function turnsInReading(db: Queryable, submitters: readonly string[]): Promise<Turns> {
  const rows = await select<{ submitter: string; served: number | null; last: number | null }>(
    db,
    'SELECT submitter, served, last FROM read_turns($1)',
    [submitters],
  );
  return {
    now: rows[0]?.served ?? 0,
    last: new Map(rows.flatMap(({ submitter, last }) => (last === null ? [] : [[submitter, last] as const]))),
  };
}

async function turnsSetAside(db: Queryable, reason: LongReadReason): Promise<Turns> {
  const rows = await select<{ submitter: string; first: number; last: number }>(
    db,
    `SELECT coalesce(group_id, '-') AS submitter, $1::int - max(priority) AS first, $1::int - min(priority) AS last FROM pgboss.job
     WHERE name = 'read-long' AND state < 'completed' AND priority BETWEEN $1::int - $2::int AND $1::int GROUP BY 1`,
    [FIRST_TURN[reason], MAX_TURNS],
  );
  const now = rows.length === 0 ? 0 : Math.min(...rows.map(({ first }) => first));
  return { now, last: new Map(rows.map(({ submitter, last }) => [submitter, last])) };
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
