import { type Closure, CONNECTING } from './closure.ts';
import { execute, type Queryable, select } from './sql.ts';

/** What a fold saw when it began. Everything is append-only, so equal counts mean equal contents. */
export interface Seen {
  readonly closure: Closure;
  /** Ids of all acts of handing in its artifacts. */
  readonly submissionIds: readonly string[];
  /** Statements about its devices and submissions, and those that tie its keys. */
  readonly statementCount: number;
}

/** Waits until no other fold keeps anything about these devices, until the end of the transaction. */
export async function lockDevices(db: Queryable, ids: readonly string[]): Promise<void> {
  // In one order everywhere, so that two folds never wait for each other.
  await execute(
    db,
    `SELECT pg_advisory_xact_lock(h) FROM (SELECT DISTINCT hashtextextended(id, 7281997315) AS h FROM unnest($1::text[]) AS t(id) ORDER BY 1) locks`,
    [ids],
  );
}

/** Those whose evidence grew, or whose devices changed, since it was loaded. */
export async function overtakenClosures<S extends Seen>(db: Queryable, all: readonly S[]): Promise<readonly S[]> {
  const keys = await counts(
    db,
    all.map(({ closure }) => closure.keys),
    COUNT_KEYS,
  );
  const submissions = await counts(
    db,
    all.map(({ closure }) => closure.artifacts),
    COUNT_SUBMISSIONS,
  );
  const devices = await counts(
    db,
    all.map(({ closure }) => closure.keys),
    COUNT_DEVICE_KEYS,
  );
  const statements = await counts(
    db,
    all.map(({ closure, submissionIds }) => [...new Set(closure.deviceOf.values()), ...submissionIds, ...closure.artifacts]),
    COUNT_STATEMENTS,
  );
  return all.filter(
    ({ closure, submissionIds, statementCount }, index) =>
      keys[index] !== closure.keyCount ||
      submissions[index] !== submissionIds.length ||
      devices[index] !== closure.keys.filter((key) => closure.deviceOf.has(key)).length ||
      statements[index] !== statementCount,
  );
}

const COUNT_KEYS = `SELECT g.i, count(*) FROM g JOIN link_key k ON k.key = g.item AND k.strength IN ${CONNECTING} GROUP BY g.i`;
const COUNT_SUBMISSIONS = 'SELECT g.i, count(*) FROM g JOIN submission s ON s.sha256 = g.item GROUP BY g.i';
const COUNT_DEVICE_KEYS = 'SELECT g.i, count(*) FROM g JOIN device_key k ON k.key = g.item GROUP BY g.i';
const COUNT_STATEMENTS = `SELECT i, count(*) FROM (SELECT g.i, s.id FROM g JOIN statement s ON s.device = g.item
  UNION SELECT g.i, s.id FROM g JOIN statement s ON s.submission = g.item) said GROUP BY i`;

/** Runs one counting query for many groups of items; one number for each group. */
async function counts(db: Queryable, groups: readonly (readonly string[])[], sql: string): Promise<readonly number[]> {
  const items = groups.flatMap((group, index) => group.map((item) => ({ index, item })));
  const rows = await select<{ i: number; count: string }>(
    db,
    `WITH g AS MATERIALIZED (SELECT * FROM unnest($1::int[], $2::text[]) AS t(i, item)) ${sql}`,
    [items.map(({ index }) => index), items.map(({ item }) => item)],
  );
  const found = new Map(rows.map(({ i, count }) => [i, Number(count)]));
  return groups.map((_, index) => found.get(index) ?? 0);
}
