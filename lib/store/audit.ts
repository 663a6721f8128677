import type { Json } from '#lib/encoding/canonical-json.ts';
import type { Store } from './open-store.ts';
import { withoutNul } from './packed-document.ts';
import { decodeCursor, type Page, pageSize, toPage } from './page.ts';
import { execute, type Queryable, select, whereAll } from './sql.ts';
import { uuid7 } from './uuid7.ts';

/** Somebody did something. */
export interface Action {
  readonly at: Date;
  readonly actor: string;
  /** Kebab-case, such as `user-created`. */
  readonly action: string;
  /** What it was done to: a device, a user, a statement. */
  readonly subject: string | null;
  readonly detail: Readonly<Record<string, Json>>;
}

export interface RecordedAction extends Omit<Action, 'at'> {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Writes into the log of who did what. Nothing ever changes or removes an entry. Inside a transaction, pass its connection. */
export async function recordAction(db: Queryable | Pick<Store, 'pool'>, { at, actor, action, subject, detail }: Action): Promise<void> {
  const text = JSON.stringify(detail).replaceAll('\\u0000', '\\ufffd');
  await execute(
    'pool' in db ? db.pool : db,
    'INSERT INTO audit_log (id, at, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5, $6)',
    [uuid7(at), at, withoutNul(actor), action, subject === null ? null : withoutNul(subject), text],
  );
}

export interface ActionQuery {
  readonly actor?: string;
  readonly subject?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** The log, the newest first. */
export async function listActions(store: Store, { actor, subject, cursor, limit: asked }: ActionQuery = {}): Promise<Page<RecordedAction>> {
  const limit = pageSize(asked);
  const where = whereAll([
    actor === undefined ? undefined : ['actor = ?', actor],
    subject === undefined ? undefined : ['subject = ?', subject],
    cursor === undefined ? undefined : ['id < ?', ...decodeCursor(cursor, 1)],
  ]);
  const sql = `SELECT id, at, actor, action, subject, detail FROM audit_log WHERE ${where.sql} ORDER BY id DESC LIMIT ${limit + 1}`;
  const rows = await select<Omit<RecordedAction, 'at'> & { readonly at: Date }>(store.pool, sql, where.values);
  return toPage(rows, { limit, keyOf: ({ id }) => [id], itemOf: ({ at, ...row }) => ({ ...row, at: at.toISOString() }) });
}
