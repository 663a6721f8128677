import type { Statement } from '#lib/device/statement/statement-types.ts';
import type { Store } from './open-store.ts';
import { type Page, pageSize } from './page.ts';
import { UNSETTLED } from './pending-decisions.ts';
import { select, whereAll } from './sql.ts';

/** What one person proposed about what is expected of a device. */
export type DeviceProposal = Extract<Statement, { readonly kind: 'baseline' | 'base-choice' }>;

/** Baselines and choices of a base that wait for a second person, the newest first. One page: the older ones follow as these are settled. */
export async function listPendingProposals(
  store: Store,
  { visible, limit: asked }: { visible: 'any' | readonly string[]; limit?: number },
): Promise<Omit<Page<DeviceProposal>, 'nextCursor'> & { readonly hasMore: boolean }> {
  const limit = pageSize(asked);
  const where = whereAll([[`s.kind IN ('baseline', 'base-choice')`], visible === 'any' ? undefined : ['s.device = ANY(?)', visible]]);
  const rows = await select<Row>(
    store.pool,
    `SELECT s.body FROM statement s JOIN device d ON d.id = s.device WHERE ${where.sql} AND ${UNSETTLED}
     ORDER BY s.at DESC, s.id DESC LIMIT ${limit + 1}`,
    where.values,
  );
  return { items: rows.slice(0, limit).map(({ body }) => body), hasMore: rows.length > limit };
}

interface Row {
  /** Checked when it was recorded; the table is append-only. */
  readonly body: DeviceProposal;
}
