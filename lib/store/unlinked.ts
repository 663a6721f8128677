import type { Unlinked } from '#lib/device/device-state.ts';
import type { Store } from './open-store.ts';
import { withoutNul } from './packed-document.ts';
import { decodeCursor, type Page, pageSize, toPage } from './page.ts';
import { execute, type Queryable, select, whereAll } from './sql.ts';

/** A document that belongs to no device yet. */
export interface UnlinkedDocument {
  readonly submissionId: string;
  readonly documentId: string;
  readonly sha256: string;
  readonly reason: string;
  readonly detail: string;
  readonly receivedAt: string;
  readonly submittedBy: string;
  readonly fileName: string | null;
  readonly kind: string | null;
}

export interface UnlinkedQuery {
  readonly reason?: string;
  /** Only what was, or was not, refused by one of these error codes. */
  readonly refusal?: { readonly codes: readonly string[]; readonly is: 'among' | 'not-among' };
  readonly submittedBy?: string;
  readonly submissionId?: string;
  /** Devices that the asker may see: of others nothing tells that the file was handed in again for them. `any` when absent. */
  readonly visible?: 'any' | readonly string[];
  readonly cursor?: string;
  readonly limit?: number;
}

/** What waits, the newest first, without what was handed in again since and stands on a device. */
export async function listUnlinked(
  store: Store,
  { reason, refusal, submittedBy, submissionId, visible = 'any', cursor, limit: asked }: UnlinkedQuery = {},
): Promise<Page<UnlinkedDocument>> {
  const limit = pageSize(asked);
  const where = whereAll([
    [waitsStill('?'), visible === 'any' ? null : visible],
    reason === undefined ? undefined : ['u.reason = ?', reason],
    refusal === undefined ? undefined : [`${refusal.is === 'among' ? '' : 'NOT '}${REFUSED_BY}`, refusal.codes],
    submittedBy === undefined ? undefined : ['u.submitted_by = ?', submittedBy],
    submissionId === undefined ? undefined : ['u.submission_id = ?', submissionId],
    cursor === undefined ? undefined : ['(u.submission_id, u.document_id) < (?, ?)', ...decodeCursor(cursor, 2)],
  ]);
  const sql = `SELECT u.*, s.file_name, s.kind FROM unlinked u JOIN submission s ON s.id = u.submission_id
    WHERE ${where.sql} ORDER BY u.submission_id DESC, u.document_id DESC LIMIT ${limit + 1}`;
  const rows = await select<Row>(store.pool, sql, where.values);
  return toPage(rows, { limit, keyOf: (row) => [row.submission_id, row.document_id], itemOf: fromRow });
}

/** Of `unlinked u`: whether it asks for anything. @param visible placeholder of the devices that may be told of; null for any */
export const waitsStill = (visible: string): string => `${NOT_LISTED} AND NOT ${handedInAgain(visible)}`;

/**
 * Of `unlinked u`: the same artifact was handed in again, by the same person or by somebody who may for any device, and that act stands on a device.
 * Acts are apart: one that was handed in for another device says something else, and waits on; unless the file itself contradicts it.
 */
export const handedInAgain = (visible: string): string => `(EXISTS (
    SELECT 1 FROM device_artifact d WHERE d.sha256 = u.sha256 AND d.document_id = u.document_id AND NOT d.by_model
      AND COALESCE(d.device_id = ANY(${visible}::text[]), true))
  AND EXISTS (
    SELECT 1 FROM submission own JOIN submission again ON again.sha256 = own.sha256 AND (again.received_at, again.id) > (own.received_at, own.id)
    WHERE own.id = u.submission_id AND again.status = 'settled'
      AND (again.submitted_by = own.submitted_by OR again.may_attach_to = '"any"'::jsonb)
      AND (own.device IS NULL OR own.device = again.device OR u.reason = 'identity-contradicts')
      AND NOT EXISTS (SELECT 1 FROM unlinked o WHERE o.submission_id = again.id AND o.document_id = u.document_id)))`;

/** Of `unlinked u`. A list is folded by itself, where no device is known; each device that it speaks of has it all the same. */
const NOT_LISTED = `NOT EXISTS (SELECT 1 FROM device_artifact d WHERE d.sha256 = u.sha256 AND d.document_id = u.document_id
  AND EXISTS (SELECT 1 FROM link_key k WHERE k.sha256 = u.sha256 AND k.strength = 'listed'))`;

const REFUSED_BY = `EXISTS (SELECT 1 FROM document d
  WHERE d.sha256 = u.sha256 AND d.document_id = u.document_id AND d.error ->> 'code' = ANY(?))`;

/** Artifacts that this submitter handed in and that wait for a grant, after one, in order. */
export async function artifactsNotGranted(
  db: Queryable,
  submittedBy: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await select<{ sha256: string }>(
    db,
    `SELECT DISTINCT u.sha256 FROM unlinked u WHERE u.submitted_by = $1 AND u.reason = 'not-granted' AND u.sha256 > $2
     ORDER BY u.sha256 LIMIT ${limit}`,
    [submittedBy, after],
  );
  return rows.map(({ sha256 }) => sha256);
}

/** Makes these all that is unlinked of these submissions. */
export async function replaceUnlinked(
  db: Queryable,
  { submissions, unlinked }: { submissions: readonly string[]; unlinked: readonly Unlinked[] },
): Promise<void> {
  const rows = [...new Map(unlinked.map((each) => [`${each.submission.id} ${each.documentId}`, each])).values()];
  const places = [rows.map(({ submission }) => submission.id), rows.map(({ documentId }) => documentId)];
  await execute(
    db,
    `DELETE FROM unlinked u WHERE u.submission_id = ANY($1)
       AND NOT EXISTS (SELECT 1 FROM unnest($2::text[], $3::text[]) AS n(submission_id, document_id)
                       WHERE n.submission_id = u.submission_id AND n.document_id = u.document_id)`,
    [submissions, ...places],
  );
  if (rows.length === 0) return;
  await execute(
    db,
    `INSERT INTO unlinked (submission_id, document_id, sha256, reason, detail, received_at, submitted_by)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::text[])
     ON CONFLICT (submission_id, document_id) DO UPDATE SET reason = excluded.reason, detail = excluded.detail
     WHERE (unlinked.reason, unlinked.detail) <> (excluded.reason, excluded.detail)`,
    [
      ...places,
      rows.map(({ submission }) => submission.sha256),
      rows.map(({ reason }) => reason),
      rows.map(({ detail }) => withoutNul(detail)),
      rows.map(({ submission }) => submission.receivedAt),
      rows.map(({ submission }) => submission.submittedBy),
    ],
  );
}

interface Row {
  readonly submission_id: string;
  readonly document_id: string;
  readonly sha256: string;
  readonly reason: string;
  readonly detail: string;
  readonly received_at: Date;
  readonly submitted_by: string;
  readonly file_name: string | null;
  readonly kind: string | null;
}

function fromRow(row: Row): UnlinkedDocument {
  const { sha256, reason, detail, kind } = row;
  return {
    submissionId: row.submission_id,
    documentId: row.document_id,
    sha256,
    reason,
    detail,
    kind,
    receivedAt: row.received_at.toISOString(),
    submittedBy: row.submitted_by,
    fileName: row.file_name,
  };
}
