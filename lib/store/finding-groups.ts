import { SEVERITIES, type Severity } from '#lib/detect/rule.ts';
import type { DecisionKind } from '#lib/device/statement/statement-types.ts';
import { type FindingRow, fromFindingRow, type TrackedFinding } from './findings.ts';
import type { Store } from './open-store.ts';
import { decodeCursor, encodeCursor, type Page, pageSize, toPage } from './page.ts';
import { type Condition, select, whereAll } from './sql.ts';

/** What findings of many devices share, so that one decision can be about all of them. */
export interface Cause {
  readonly severity: Severity;
  readonly rule: string;
  /** The subject without what names one piece of it: its serial, its number, its hash. */
  readonly subject: string;
}

/** All findings of one cause. */
export interface FindingGroup extends Cause {
  readonly devices: number;
  readonly undecided: number;
  /** ISO 8601, UTC: when the newest of them opened. */
  readonly newestAt: string;
}

export interface GroupFilter {
  readonly open: boolean;
  readonly severity?: Severity;
  readonly rule?: string;
  /** `none`: nobody decided. */
  readonly decision?: DecisionKind | 'none';
}

export interface GroupQuery {
  readonly filter: GroupFilter;
  readonly visible: 'any' | readonly string[];
  readonly cursor?: string;
  readonly limit?: number;
}

/** Product without serial; kind of document without number and hash. The texts are those of the detect floor. */
export const CAUSE = `regexp_replace(regexp_replace(subject, ', serial .*$', ''), '( number [0-9]+){0,1} [(][0-9a-f]{12}[)]$', '')`;

/**
 * Findings by cause, the weightiest first, then the newest. Severities are asked for one after the other, so that the many
 * light findings of a large fleet are counted only by who reads that far.
 */
export async function listFindingGroups(store: Store, query: GroupQuery): Promise<Page<FindingGroup>> {
  const limit = pageSize(query.limit);
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, 4);
  const first = after === undefined ? 0 : Number(after[0]);
  const ranks = SEVERITIES.map((_, rank) => rank).filter((rank) => rank >= first && isAsked(query.filter, rank));
  const found: GroupRow[] = [];
  for (const rank of ranks) {
    if (found.length > limit) break;
    found.push(...(await groupsOf(store, query, { rank, after: rank === first ? after : undefined, limit: limit + 1 - found.length })));
  }
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(fromGroupRow), nextCursor: found.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null };
}

const isAsked = ({ severity }: GroupFilter, rank: number): boolean => severity === undefined || SEVERITIES[rank] === severity;

interface Part {
  readonly rank: number;
  readonly after: readonly (string | number)[] | undefined;
  readonly limit: number;
}

async function groupsOf(store: Store, { filter, visible }: GroupQuery, { rank, after, limit }: Part): Promise<readonly GroupRow[]> {
  const where = whereAll([['severity_rank = ?', rank], ...conditionsOf({ filter, visible })]);
  const having = whereAll(
    [after === undefined ? undefined : ['(max(opened_at), rule, cause) < (?::timestamptz, ?, ?)', ...after.slice(1)]],
    where.values,
  );
  return select<GroupRow>(
    store.pool,
    `SELECT ${rank} AS severity_rank, rule, cause, count(DISTINCT device_id) AS devices, count(*) FILTER (WHERE decision IS NULL) AS undecided,
       max(opened_at) AS newest_at
     FROM (SELECT *, ${CAUSE} AS cause FROM finding WHERE ${where.sql}) found
     GROUP BY rule, cause HAVING ${having.sql} ORDER BY newest_at DESC, rule DESC, cause DESC LIMIT ${limit}`,
    having.values,
  );
}

function conditionsOf({ filter, visible }: Pick<GroupQuery, 'filter' | 'visible'>): readonly Condition[] {
  const { open, rule, decision } = filter;
  return [
    ['open = ?', open],
    rule === undefined ? undefined : ['rule = ?', rule],
    decision === undefined ? undefined : decision === 'none' ? ['decision IS NULL'] : ['decision = ?', decision],
    visible === 'any' ? undefined : ['device_id = ANY(?)', visible],
  ];
}

/** The findings of one cause, the newest first. */
export async function listFindingsOfCause(
  store: Store,
  { cause, filter, visible, cursor, limit: asked }: GroupQuery & { readonly cause: Cause },
): Promise<Page<TrackedFinding>> {
  const limit = pageSize(asked);
  const where = whereAll([
    ['severity_rank = ?', SEVERITIES.indexOf(cause.severity)],
    ['rule = ?', cause.rule],
    [`${CAUSE} = ?`, cause.subject],
    ...conditionsOf({ filter, visible }),
    cursor === undefined ? undefined : ['(opened_at, device_id, id) < (?::timestamptz, ?, ?)', ...decodeCursor(cursor, 3)],
  ]);
  const sql = `SELECT * FROM finding WHERE ${where.sql} ORDER BY opened_at DESC, device_id DESC, id DESC LIMIT ${limit + 1}`;
  const rows = await select<FindingRow>(store.pool, sql, where.values);
  return toPage(rows, { limit, keyOf: (row) => [row.opened_at.toISOString(), row.device_id, row.id], itemOf: fromFindingRow });
}

interface GroupRow {
  readonly severity_rank: number;
  readonly rule: string;
  readonly cause: string;
  // PostgreSQL's count is a bigint, which comes as text.
  readonly devices: string;
  readonly undecided: string;
  readonly newest_at: Date;
}

const keyOf = (row: GroupRow): readonly (string | number)[] => [row.severity_rank, row.newest_at.toISOString(), row.rule, row.cause];

function fromGroupRow({ severity_rank, rule, cause, devices, undecided, newest_at }: GroupRow): FindingGroup {
  const severity = SEVERITIES[severity_rank] ?? 'info';
  return { severity, rule, subject: cause, devices: Number(devices), undecided: Number(undecided), newestAt: newest_at.toISOString() };
}
