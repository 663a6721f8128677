import { createHash } from 'node:crypto';
import type { Pool, PoolClient, QueryConfig, QueryResult, QueryResultRow } from 'pg';

/** A pool, or one connection inside a transaction. */
export type Queryable = Pick<Pool | PoolClient, 'query'>;

const names = new Map<string, string>();
/** Texts whose names are remembered. Ours are some hundreds; what the queue's library makes is not ours to count. */
const MAX_NAMES = 2000;

/** A statement that each connection plans once. The name follows from the text, so equal texts share a plan. */
export function prepared(text: string, values: readonly unknown[] = []): QueryConfig {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha1').update(text).digest('hex');
    if (names.size >= MAX_NAMES) names.clear();
    names.set(text, name);
  }
  return { name, text, values: [...values] };
}

/** Rows of a prepared statement. The row type is the caller's claim about its own SELECT. */
export async function select<Row extends QueryResultRow>(db: Queryable, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const result: QueryResult<Row> = await db.query<Row>(prepared(text, values));
  return result.rows;
}

/** Runs a prepared statement and returns how many rows it touched. */
export async function execute(db: Queryable, text: string, values: readonly unknown[] = []): Promise<number> {
  const { rowCount } = await db.query(prepared(text, values));
  return rowCount ?? 0;
}

/**
 * Begins a transaction whose statements go by index however small a table seems: a plan that was made while a queue was empty is kept while it
 * grows, and would read all of it each time.
 */
export const BEGIN_BY_INDEX = 'BEGIN; SET LOCAL enable_seqscan = off';

/** All of `work` or nothing of it. The connection is thrown away when even the rollback fails. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>, { begin = 'BEGIN' } = {}): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection that dies between two statements tells so by an event; without a listener the process would end.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(onError);
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** Whether a transaction failed only because another one was in its way: it may be run again as it is. */
export function isRetryable(error: unknown): boolean {
  const code = errorCode(error);
  return code === '40001' || code === '40P01' || code === '23505';
}

/** SQLSTATE of a database error; undefined for everything else. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** A condition with `?` for each of its values, in order; undefined where the caller doesn't ask for it. */
export type Condition = readonly [sql: string, ...values: readonly unknown[]] | undefined;

/**
 * The conditions that are asked for, joined by AND, with their values numbered. Conditions that aren't asked for are left out
 * of the text, so that each combination gets a plan of its own.
 */
export function whereAll(
  conditions: readonly Condition[],
  values: readonly unknown[] = [],
): { readonly sql: string; readonly values: readonly unknown[] } {
  const all = [...values];
  const given = conditions.filter((condition) => condition !== undefined);
  const parts = given.map(([text, ...own]) => {
    let next = 0;
    return text.replaceAll('?', () => {
      all.push(own[next]);
      next += 1;
      return `$${all.length}`;
    });
  });
  return { sql: parts.length === 0 ? 'true' : parts.join(' AND '), values: all };
}
