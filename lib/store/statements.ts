import type { Statement, StatementKind } from '#lib/device/statement/statement-types.ts';
import { oneTrip } from './one-trip.ts';
import type { Store } from './open-store.ts';
import { decodeCursor, type Page, pageSize, toPage } from './page.ts';
import { execute, type Queryable, select, whereAll } from './sql.ts';

/** What a statement is about beyond its own text, for looking it up. */
export interface StatementPlace {
  /** For approvals and withdrawals, the device of what they name. */
  readonly device: string | null;
  /** For an enrolled key, and for what is said about that, its own id: the node by which the index of links leads to it. */
  readonly submission: string | null;
  readonly target: string | null;
}

/** Keeps a statement, once; false when it was there already. */
export async function saveStatement(db: Queryable, statement: Statement, { device, submission, target }: StatementPlace): Promise<boolean> {
  const inserted = await execute(
    db,
    `INSERT INTO statement (id, kind, author, at, reason, body, device, submission, target)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [statement.id, statement.kind, statement.author, statement.at, statement.reason, JSON.stringify(statement), device, submission, target],
  );
  return inserted === 1;
}

export async function findStatement(store: Store, id: string): Promise<Statement | undefined> {
  const [row] = await select<Row>(store.pool, 'SELECT body FROM statement WHERE id = $1', [id]);
  return row?.body;
}

/** What a statement is about; undefined when there is no such statement. */
export async function placeOfStatement(db: Queryable, id: string): Promise<StatementPlace | undefined> {
  const [row] = await select<StatementPlace>(db, 'SELECT device, submission, target FROM statement WHERE id = $1', [id]);
  return row;
}

export interface StatementFilter {
  readonly device?: string;
  readonly kind?: StatementKind;
  readonly author?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** Statements, the newest first. */
export async function listStatements(store: Store, filter: StatementFilter = {}): Promise<Page<Statement>> {
  const limit = pageSize(filter.limit);
  const where = whereAll([
    filter.device === undefined ? undefined : ['device = ?', filter.device],
    filter.kind === undefined ? undefined : ['kind = ?', filter.kind],
    filter.author === undefined ? undefined : ['author = ?', filter.author],
    filter.cursor === undefined ? undefined : ['(at, id) < (?::timestamptz, ?)', ...decodeCursor(filter.cursor, 2)],
  ]);
  const sql = `SELECT body FROM statement WHERE ${where.sql} ORDER BY at DESC, id DESC LIMIT ${limit + 1}`;
  const rows = await select<Row>(store.pool, sql, where.values);
  return toPage(rows, { limit, keyOf: ({ body }) => [body.at, body.id], itemOf: ({ body }) => body });
}

/** Everything that was said about these devices and these submissions, in order of time. */
export async function statementsAbout(
  db: Queryable,
  { devices, submissions }: { devices: readonly string[]; submissions: readonly string[] },
): Promise<readonly (StatementPlace & { readonly statement: Statement })[]> {
  const rows = await select<Row & StatementPlace>(
    db,
    `SELECT body, device, submission, target FROM statement WHERE device = ANY($1) OR submission = ANY($2) ORDER BY at, id`,
    [devices, submissions],
  );
  return rows.map(({ body, ...place }) => ({ ...place, statement: body }));
}

/** Everything that was said about an attestation key, by its link key: that it was enrolled, and what takes that back. In order of time. */
export async function statementsOfKey(store: Store, linkKey: string): Promise<readonly Statement[]> {
  return (await ofKeys(store, linkKey)) ?? [];
}

/** Every question of an agent asks. */
const ofKeys = oneTrip(async ({ pool }, linkKeys: readonly string[]): Promise<ReadonlyMap<string, readonly Statement[]>> => {
  const rows = await select<Row & { readonly key: string }>(
    pool,
    `SELECT k.target AS key, s.body FROM statement k JOIN statement s ON s.submission = k.id
     WHERE k.kind = 'attestation-key' AND k.target = ANY($1) ORDER BY s.at, s.id`,
    [linkKeys],
  );
  const byKey = Map.groupBy(rows, ({ key }) => key);
  return new Map([...byKey].map(([key, said]) => [key, said.map(({ body }) => body)]));
});

/** What was said about trust anchors, policy and governing tables, with approvals and withdrawals, in order of time. */
export async function governingStatements(db: Queryable): Promise<readonly Statement[]> {
  const rows = await select<Row>(
    db,
    `SELECT body FROM statement WHERE kind IN ('anchor', 'verifier-key', 'policy', 'issuer-policy', 'manufacturer-alias', 'attestation-policy')
     UNION ALL SELECT body FROM statement WHERE kind IN ('approval', 'withdrawal') AND device IS NULL`,
  );
  return rows.map(({ body }) => body).sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
}

interface Row {
  /** Checked when it was recorded; the table is append-only. */
  readonly body: Statement;
}
