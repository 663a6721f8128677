import type { Challenge, Submission } from '#lib/device/submission-types.ts';
import type { Submission as SubmissionRow } from './generated/client.ts';
import type { Store } from './open-store.ts';
import { decodeCursor, type Page, pageSize, toPage } from './page.ts';
import { execute, type Queryable, select, whereAll } from './sql.ts';

export type SubmissionStatus = 'received' | 'read' | 'unreadable' | 'settled';

/** A submission with how far it has come. */
export interface TrackedSubmission extends Submission {
  readonly status: SubmissionStatus;
  /** Kind of the artifact's first document; null until it was read. */
  readonly kind: string | null;
}

export interface NewSubmission extends Submission {
  readonly idempotencyKey: string;
}

export async function findSubmission(store: Store, id: string): Promise<TrackedSubmission | undefined> {
  const row = await store.prisma.submission.findUnique({ where: { id } });
  return row === null ? undefined : fromPrisma(row);
}

/** What the same submitter handed in under the same idempotency key. */
export async function findByIdempotencyKey(
  store: Store,
  { submittedBy, idempotencyKey }: { submittedBy: string; idempotencyKey: string },
): Promise<TrackedSubmission | undefined> {
  const row = await store.prisma.submission.findUnique({ where: { submittedBy_idempotencyKey: { submittedBy, idempotencyKey } } });
  return row === null ? undefined : fromPrisma(row);
}

export interface SubmissionFilter {
  /** Only what this submitter handed in. */
  readonly submittedBy?: string;
  readonly sha256?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** Submissions, the newest first. A submitter asks whether bytes were handed in among the submitter's own only. */
export async function listSubmissions(store: Store, filter: SubmissionFilter = {}): Promise<Page<TrackedSubmission>> {
  const limit = pageSize(filter.limit);
  const where = whereAll([
    filter.submittedBy === undefined ? undefined : ['submitted_by = ?', filter.submittedBy],
    filter.sha256 === undefined ? undefined : ['sha256 = ?', filter.sha256],
    filter.cursor === undefined ? undefined : ['id < ?', decodeCursor(filter.cursor, 1)[0]],
  ]);
  const sql = `SELECT ${COLUMNS} FROM submission WHERE ${where.sql} ORDER BY id DESC LIMIT ${limit + 1}`;
  const rows = await select<Row>(store.pool, sql, where.values);
  return toPage(rows, { limit, keyOf: ({ id }) => [id], itemOf: fromRow });
}

/** The newest act of one submitter with each of these artifacts; what this submitter never handed in is left out. */
export async function newestOwnSubmissions(
  store: Store,
  { submittedBy, artifacts }: { readonly submittedBy: string; readonly artifacts: readonly string[] },
): Promise<readonly { readonly sha256: string; readonly submission: string }[]> {
  return select<{ sha256: string; submission: string }>(
    store.pool,
    `SELECT sha256, max(id) AS submission FROM submission WHERE sha256 = ANY($1) AND submitted_by = $2 GROUP BY sha256 ORDER BY sha256`,
    [artifacts, submittedBy],
  );
}

/**
 * All acts of handing in these artifacts, for the devices that were granted when they were done, and those granted to their submitter since: a
 * grant counts for what waits for it, and one that was taken back counts for what was handed in while it held.
 * @param knownAt  grants that were given later are left out
 */
export async function submissionsOf(db: Queryable, artifacts: readonly string[], knownAt?: string): Promise<readonly TrackedSubmission[]> {
  const rows = await select<Row>(
    db,
    `SELECT ${COLUMNS.replace(' may_attach_to,', ` ${WITH_LATER_GRANTS} AS may_attach_to,`)}
     FROM submission s WHERE sha256 = ANY($1) ORDER BY received_at, id`,
    [artifacts, knownAt ?? null],
  );
  return rows.map(fromRow);
}

/** Who may hand in for any device has no list of them. */
const WITH_LATER_GRANTS = `CASE WHEN jsonb_typeof(s.may_attach_to) <> 'array' THEN s.may_attach_to
  ELSE s.may_attach_to || COALESCE((
    SELECT jsonb_agg(g.device_id ORDER BY g.device_id) FROM app_user a JOIN device_grant g ON g.user_id = a.id
    WHERE a.name = s.submitted_by AND NOT s.may_attach_to ? g.device_id AND ($2::timestamptz IS NULL OR g.granted_at <= $2)
  ), '[]'::jsonb) END`;

/** The first act of handing in each of these artifacts. */
export async function firstSubmissionsOf(db: Queryable, artifacts: readonly string[]): Promise<readonly TrackedSubmission[]> {
  if (artifacts.length === 0) return [];
  const rows = await select<Row>(
    db,
    `SELECT s.* FROM unnest($1::text[]) AS wanted(sha256) CROSS JOIN LATERAL (
       SELECT ${COLUMNS} FROM submission WHERE sha256 = wanted.sha256 ORDER BY received_at, id LIMIT 1
     ) s ORDER BY s.received_at, s.id`,
    [artifacts],
  );
  return rows.map(fromRow);
}

/** Notes that artifacts were read: as what, and whether anything in them could be. Settled ones stay settled. */
export async function markRead(
  db: Queryable,
  artifacts: readonly { readonly sha256: string; readonly kind: string; readonly readable: boolean }[],
): Promise<void> {
  await execute(
    db,
    `UPDATE submission s SET status = CASE WHEN r.readable THEN 'read' ELSE 'unreadable' END, kind = r.kind
     FROM unnest($1::text[], $2::text[], $3::bool[]) AS r(sha256, kind, readable)
     WHERE s.sha256 = r.sha256 AND s.status = 'received'`,
    [artifacts.map((each) => each.sha256), artifacts.map((each) => each.kind), artifacts.map((each) => each.readable)],
  );
}

/** Notes the same for acts of handing in bytes that had been read before. */
export async function markReadAgain(db: Queryable, artifacts: readonly string[]): Promise<void> {
  if (artifacts.length === 0) return;
  await execute(
    db,
    `UPDATE submission s SET status = CASE WHEN d.readable THEN 'read' ELSE 'unreadable' END, kind = d.kind
     FROM (SELECT sha256, bool_or(error IS NULL) AS readable, (array_agg(kind ORDER BY error IS NOT NULL, seq))[1] AS kind
           FROM document WHERE sha256 = ANY($1) GROUP BY sha256) d
     WHERE s.sha256 = d.sha256 AND s.status = 'received'`,
    [artifacts],
  );
}

/** Notes that everything that follows from these submissions is in the tables. */
export async function markSettled(db: Queryable, ids: readonly string[]): Promise<void> {
  await execute(db, "UPDATE submission SET status = 'settled' WHERE id = ANY($1) AND status = 'read'", [ids]);
}

/** Artifacts that were received before `before` and aren't in the tables yet, the oldest first. */
export async function unsettledArtifacts(
  db: Queryable,
  before: Date,
  limit: number,
): Promise<readonly { readonly sha256: string; readonly status: SubmissionStatus }[]> {
  const rows = await select<{ sha256: string; status: string }>(
    db,
    `SELECT sha256, status FROM submission WHERE status IN ('received', 'read') AND received_at < $1 ORDER BY id LIMIT ${limit}`,
    [before],
  );
  return rows.map(({ sha256, status }) => ({ sha256, status: asStatus(status) }));
}

const COLUMNS = 'id, sha256, received_at, observed_at, submitted_by, device, role, file_name, may_attach_to, challenge, status, kind';

interface Row {
  readonly id: string;
  readonly sha256: string;
  readonly received_at: Date;
  readonly observed_at: Date | null;
  readonly submitted_by: string;
  readonly device: string | null;
  readonly role: string | null;
  readonly file_name: string | null;
  readonly may_attach_to: unknown;
  readonly challenge: unknown;
  readonly status: string;
  readonly kind: string | null;
}

function fromRow(row: Row): TrackedSubmission {
  return {
    id: row.id,
    sha256: row.sha256,
    receivedAt: row.received_at.toISOString(),
    observedAt: row.observed_at?.toISOString() ?? null,
    submittedBy: row.submitted_by,
    device: row.device,
    role: row.role,
    mayAttachTo: asDevices(row.may_attach_to),
    fileName: row.file_name,
    ...challengeOf(row.challenge),
    status: asStatus(row.status),
    kind: row.kind,
  };
}

function fromPrisma(row: SubmissionRow): TrackedSubmission {
  return fromRow({
    ...row,
    received_at: row.receivedAt,
    observed_at: row.observedAt,
    submitted_by: row.submittedBy,
    file_name: row.fileName,
    may_attach_to: row.mayAttachTo,
  });
}

/** The column holds what was written there: a challenge, or nothing. */
function challengeOf(value: unknown): Pick<Submission, 'challenge'> {
  return value === null || value === undefined ? {} : { challenge: value as Challenge };
}

function asDevices(value: unknown): Submission['mayAttachTo'] {
  return Array.isArray(value) ? value.filter((device) => typeof device === 'string') : 'any';
}

function asStatus(text: string): SubmissionStatus {
  return text === 'read' || text === 'unreadable' || text === 'settled' ? text : 'received';
}
