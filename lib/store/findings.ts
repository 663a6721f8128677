import type { Finding, FindingDecision, Severity } from '#lib/detect/rule.ts';
import { SEVERITIES } from '#lib/detect/rule.ts';
import type { DecisionKind } from '#lib/device/statement/statement-types.ts';
import type { Store } from './open-store.ts';
import { withoutNul } from './packed-document.ts';
import { decodeCursor, type Page, pageSize, toPage } from './page.ts';
import { execute, type Queryable, select, whereAll } from './sql.ts';

/** A finding with its history. */
export interface TrackedFinding {
  readonly deviceId: string;
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly expected: string | null;
  readonly observed: string | null;
  readonly because: readonly string[];
  readonly resolve: string;
  readonly detail: string;
  readonly open: boolean;
  /** 1 the first time; one more each time that it comes back. */
  readonly episode: number;
  /** ISO 8601, UTC: when the present or last episode began. */
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly decision: FindingDecision | null;
}

export interface FindingFilter {
  readonly open?: boolean;
  readonly severity?: Severity;
  readonly rule?: string;
  readonly device?: string;
  /** Whether somebody decided about it. */
  readonly decided?: boolean;
}

export interface FindingQuery {
  readonly filter?: FindingFilter;
  readonly visible?: 'any' | readonly string[];
  readonly cursor?: string;
  readonly limit?: number;
}

/** The weightiest first, then the one that has been open for longest. */
export async function listFindings(
  store: Store,
  { filter = {}, visible = 'any', cursor, limit: asked }: FindingQuery = {},
): Promise<Page<TrackedFinding>> {
  const limit = pageSize(asked);
  const where = whereAll([
    ['open = ?', filter.open ?? true],
    filter.severity === undefined ? undefined : ['severity_rank = ?', rankOf(filter.severity)],
    filter.rule === undefined ? undefined : ['rule = ?', filter.rule],
    filter.device === undefined ? undefined : ['device_id = ?', filter.device],
    filter.decided === undefined ? undefined : [filter.decided ? 'decision IS NOT NULL' : 'decision IS NULL'],
    visible === 'any' ? undefined : ['device_id = ANY(?)', visible],
    cursor === undefined
      ? undefined
      : ['(severity_rank, opened_at, device_id, id) > (?::int, ?::timestamptz, ?, ?)', ...decodeCursor(cursor, 4)],
  ]);
  const sql = `SELECT * FROM finding WHERE ${where.sql} ORDER BY severity_rank, opened_at, device_id, id LIMIT ${limit + 1}`;
  const rows = await select<FindingRow>(store.pool, sql, where.values);
  return toPage(rows, {
    limit,
    keyOf: (row) => [row.severity_rank, row.opened_at.toISOString(), row.device_id, row.id],
    itemOf: fromFindingRow,
  });
}

/** All findings of a device, the closed ones included, the weightiest open ones first. */
export async function findingsOfDevice(store: Store, deviceId: string): Promise<readonly TrackedFinding[]> {
  const sql = 'SELECT * FROM finding WHERE device_id = $1 ORDER BY open DESC, severity_rank, opened_at, id';
  return (await select<FindingRow>(store.pool, sql, [deviceId])).map(fromFindingRow);
}

export async function findFinding(store: Store, { deviceId, id }: { deviceId: string; id: string }): Promise<TrackedFinding | undefined> {
  const [row] = await select<FindingRow>(store.pool, 'SELECT * FROM finding WHERE device_id = $1 AND id = $2', [deviceId, id]);
  return row === undefined ? undefined : fromFindingRow(row);
}

export interface DeviceFindings {
  readonly deviceId: string;
  readonly findings: readonly Finding[];
  /** When they were found. */
  readonly at: string;
}

/** Makes these the open findings of their devices: new ones open, absent ones close, returning ones open a new episode. */
export async function saveFindings(db: Queryable, devices: readonly DeviceFindings[]): Promise<void> {
  const rows = devices.flatMap(({ deviceId, findings, at }) => unique(findings).map((finding) => ({ deviceId, at, ...finding })));
  await close(db, devices, rows);
  if (rows.length === 0) return;
  await execute(
    db,
    `INSERT INTO finding (${WRITTEN.map(([name]) => name).join(', ')}, because, open, episode)
     SELECT ${WRITTEN.map(([name]) => name).join(', ')}, string_to_array(because, ' '), true, 1
     FROM unnest(${WRITTEN.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')}, $${WRITTEN.length + 1}::text[])
       AS f(${WRITTEN.map(([name]) => name).join(', ')}, because)
     ON CONFLICT (device_id, id) DO UPDATE SET ${UPDATED.map((name) => `${name} = excluded.${name}`).join(', ')}, open = true, closed_at = NULL,
       episode = finding.episode + CASE WHEN finding.open THEN 0 ELSE 1 END,
       opened_at = CASE WHEN finding.open THEN finding.opened_at ELSE excluded.opened_at END`,
    [...WRITTEN.map(([, , from]) => rows.map(from)), rows.map(({ because }) => because.join(' '))],
  );
}

async function close(
  db: Queryable,
  devices: readonly DeviceFindings[],
  open: readonly (Finding & { readonly deviceId: string })[],
): Promise<void> {
  await execute(
    db,
    `UPDATE finding f SET open = false, closed_at = d.at FROM unnest($1::text[], $2::timestamptz[]) AS d(device_id, at)
     WHERE f.device_id = d.device_id AND f.open
       AND NOT EXISTS (SELECT 1 FROM unnest($3::text[], $4::text[]) AS o(device_id, id) WHERE o.device_id = f.device_id AND o.id = f.id)`,
    [devices.map(({ deviceId }) => deviceId), devices.map(({ at }) => at), open.map(({ deviceId }) => deviceId), open.map(({ id }) => id)],
  );
}

function unique(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [finding.id, finding])).values()];
}

type Opened = Finding & { readonly deviceId: string; readonly at: string };
const textOf = (text: string | null): string | null => (text === null ? null : withoutNul(text));

const WRITTEN: readonly (readonly [name: string, type: string, from: (row: Opened) => unknown])[] = [
  ['device_id', 'text', (row) => row.deviceId],
  ['id', 'text', (row) => row.id],
  ['rule', 'text', (row) => row.rule],
  ['severity', 'text', (row) => row.severity],
  ['severity_rank', 'int', (row) => rankOf(row.severity)],
  ['subject', 'text', (row) => textOf(row.subject)],
  ['expected', 'text', (row) => textOf(row.expected)],
  ['observed', 'text', (row) => textOf(row.observed)],
  ['resolve', 'text', (row) => textOf(row.resolve)],
  ['detail', 'text', (row) => textOf(row.detail)],
  ['opened_at', 'timestamptz', (row) => row.at],
  ['decision', 'text', (row) => row.decision?.kind ?? null],
  ['decision_by', 'text', (row) => row.decision?.by ?? null],
  ['decision_until', 'timestamptz', (row) => row.decision?.until ?? null],
];
const KEPT = ['device_id', 'id', 'opened_at'];
const UPDATED = [...WRITTEN.map(([name]) => name).filter((name) => !KEPT.includes(name)), 'because'];

/** 0 for critical: lists are in ascending order. */
function rankOf(severity: Severity): number {
  return SEVERITIES.indexOf(severity);
}

export interface FindingRow {
  readonly device_id: string;
  readonly id: string;
  readonly rule: string;
  // Written by saveFindings only, from a Finding.
  readonly severity: Severity;
  readonly severity_rank: number;
  readonly subject: string;
  readonly expected: string | null;
  readonly observed: string | null;
  readonly because: readonly string[];
  readonly resolve: string;
  readonly detail: string;
  readonly open: boolean;
  readonly episode: number;
  readonly opened_at: Date;
  readonly closed_at: Date | null;
  readonly decision: DecisionKind | null;
  readonly decision_by: string | null;
  readonly decision_until: Date | null;
}

export function fromFindingRow(row: FindingRow): TrackedFinding {
  const { id, rule, severity, subject, expected, observed, because, resolve, detail, open, episode } = row;
  const decision =
    row.decision === null ? null : { kind: row.decision, by: row.decision_by ?? '', until: row.decision_until?.toISOString() ?? null };
  return {
    deviceId: row.device_id,
    ...{ id, rule, severity, subject, expected, observed, because, resolve, detail, open, episode },
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    decision,
  };
}
