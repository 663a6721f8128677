import { type Queryable, select } from './sql.ts';
import { handedInAgain, waitsStill } from './unlinked.ts';

/** Devices that are named of one file. A list, or what counts for many, belongs to thousands. */
const MAX_DEVICES = 3;

/** Where a submission's file went. */
export interface SubmissionOutcome {
  /** Ids of the first devices that it went to, among those that may be seen. */
  readonly devices: readonly string[];
  readonly hasMoreDevices: boolean;
  /** Reasons for which documents in it belong to no device, the most frequent first. */
  readonly waiting: readonly string[];
  /** This act waited, and the same file was handed in again since and stands on these devices. */
  readonly wasHandedInAgain: boolean;
}

type Visible = 'any' | readonly string[];
type Act = { readonly id: string; readonly sha256: string };

/** Every device that this act led to, among those that may be seen. */
export async function devicesOfSubmission(db: Queryable, act: Act, visible: Visible): Promise<readonly string[]> {
  return (await devicesOf(db, [act], { visible, limit: null })).get(act.id) ?? [];
}

/** Those of these acts that waited, and whose file was handed in again since and stands on a device that may be seen. */
export async function actsHandedInAgain(db: Queryable, submissions: readonly string[], visible: Visible): Promise<ReadonlySet<string>> {
  const sql = `SELECT DISTINCT u.submission_id FROM unlinked u WHERE u.submission_id = ANY($1) AND ${handedInAgain('$2')}`;
  const rows = await select<{ submission_id: string }>(db, sql, [submissions, placeOf(visible)]);
  return new Set(rows.map(({ submission_id }) => submission_id));
}

const placeOf = (visible: Visible): readonly string[] | null => (visible === 'any' ? null : visible);

/** What became of each of these submissions, by id. */
export async function submissionOutcomes(
  db: Queryable,
  submissions: readonly Act[],
  visible: Visible,
): Promise<ReadonlyMap<string, SubmissionOutcome>> {
  const devices = await devicesOf(db, submissions, { visible, limit: MAX_DEVICES + 1 });
  const ids = submissions.map(({ id }) => id);
  const waiting = await reasonsOf(db, ids, visible);
  const again = await actsHandedInAgain(db, ids, visible);
  return new Map(
    submissions.map(({ id }) => {
      const found = devices.get(id) ?? [];
      const told = { devices: found.slice(0, MAX_DEVICES), hasMoreDevices: found.length > MAX_DEVICES };
      return [id, { ...told, waiting: waiting.get(id) ?? [], wasHandedInAgain: again.has(id) }];
    }),
  );
}

/** Without what waits of this very act: the same bytes may be in a device because somebody else handed them in. */
async function devicesOf(
  db: Queryable,
  submissions: readonly Act[],
  { visible, limit }: { readonly visible: Visible; readonly limit: number | null },
) {
  const rows = await select<{ id: string; device_id: string }>(
    db,
    `SELECT w.id, d.device_id FROM unnest($1::text[], $2::text[]) AS w(id, sha256) CROSS JOIN LATERAL (
       SELECT DISTINCT device_id FROM device_artifact a
       WHERE a.sha256 = w.sha256 AND NOT a.by_model AND ($3::text[] IS NULL OR a.device_id = ANY($3))
         AND NOT EXISTS (SELECT 1 FROM unlinked u WHERE u.submission_id = w.id AND u.document_id = a.document_id AND ${waitsStill('$3')})
       ORDER BY device_id LIMIT $4
     ) d ORDER BY w.id, d.device_id`,
    [submissions.map(({ id }) => id), submissions.map(({ sha256 }) => sha256), placeOf(visible), limit],
  );
  return grouped(rows, ({ id, device_id }) => [id, device_id]);
}

async function reasonsOf(db: Queryable, submissions: readonly string[], visible: Visible) {
  const rows = await select<{ submission_id: string; reason: string }>(
    db,
    `SELECT u.submission_id, u.reason FROM unlinked u WHERE u.submission_id = ANY($1) AND ${waitsStill('$2')}
     GROUP BY u.submission_id, u.reason ORDER BY u.submission_id, count(*) DESC, u.reason`,
    [submissions, placeOf(visible)],
  );
  return grouped(rows, ({ submission_id, reason }) => [submission_id, reason]);
}

function grouped<Row>(
  rows: readonly Row[],
  of: (row: Row) => readonly [key: string, value: string],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const row of rows) {
    const [key, value] = of(row);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}
