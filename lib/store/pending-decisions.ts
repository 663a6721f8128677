import type { Severity } from '#lib/detect/rule.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { CAUSE } from './finding-groups.ts';
import type { Store } from './open-store.ts';
import { type Page, pageSize } from './page.ts';
import { select, whereAll } from './sql.ts';

/** A decision that takes weight away only when a second person agrees, and the open finding that it is about. */
export interface PendingDecision {
  readonly statement: Extract<Statement, { readonly kind: 'decision' }>;
  readonly rule: string;
  readonly subject: string;
  readonly severity: Severity;
  /** The subject of the cause among which the finding is listed. */
  readonly cause: string;
}

/** Neither approved by another person nor taken back; `s` is the statement. */
export const UNSETTLED = `NOT EXISTS (
  SELECT 1 FROM statement t WHERE t.target = s.id AND (t.kind = 'withdrawal' OR (t.kind = 'approval' AND t.author <> s.author))
    AND NOT EXISTS (SELECT 1 FROM statement w WHERE w.target = t.id AND w.kind = 'withdrawal'))`;

/** Decisions that wait for a second person, the newest first. One page: the older ones follow as these are settled. */
export async function listPendingDecisions(
  store: Store,
  { now, visible, limit: asked }: { now: Date; visible: 'any' | readonly string[]; limit?: number },
): Promise<Omit<Page<PendingDecision>, 'nextCursor'> & { readonly hasMore: boolean }> {
  const limit = pageSize(asked);
  const where = whereAll([
    [`s.kind = 'decision' AND s.body->>'decision' IN ('accept-risk', 'false-alarm')`],
    [`(s.body->>'expiresAt')::timestamptz > ?`, now],
    visible === 'any' ? undefined : ['s.device = ANY(?)', visible],
  ]);
  const rows = await select<Row>(
    store.pool,
    `SELECT s.body, f.rule, f.subject, f.severity, ${CAUSE} AS cause FROM statement s JOIN finding f ON f.device_id = s.device AND f.id = s.body->>'finding' AND f.open
     WHERE ${where.sql} AND ${UNSETTLED}
     ORDER BY s.at DESC, s.id DESC LIMIT ${limit + 1}`,
    where.values,
  );
  return { items: rows.slice(0, limit).map(({ body, ...finding }) => ({ statement: body, ...finding })), hasMore: rows.length > limit };
}

interface Row extends Omit<PendingDecision, 'statement'> {
  /** Checked when it was recorded; the table is append-only. */
  readonly body: PendingDecision['statement'];
}
