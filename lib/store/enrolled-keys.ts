import type { Statement } from '#lib/device/statement/statement-types.ts';
import type { Store } from './open-store.ts';
import { decodeCursor, type Page, pageSize, toPage } from './page.ts';
import { select, whereAll } from './sql.ts';

type KeyStatement = Extract<Statement, { readonly kind: 'attestation-key' }>;

/** The device of an endorsement key, as a list names it. */
export interface EnrolledDevice {
  readonly id: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly serial: string | null;
}

/** That an attestation key was enrolled. */
export interface EnrolledKeyRow {
  readonly statement: KeyStatement;
  /** Name of the attestation key in hexadecimal. */
  readonly name: string;
  /** Null while no certificate of its endorsement key leads to one. */
  readonly device: EnrolledDevice | null;
}

export interface EnrolledKeyFilter {
  /** Id of a device. */
  readonly device?: string;
  readonly method?: KeyStatement['method'];
  readonly cursor?: string;
  readonly limit?: number;
}

/** Enrolments of attestation keys, those that were taken back too, the newest first. */
export async function listEnrolledKeys({ pool }: Store, filter: EnrolledKeyFilter = {}): Promise<Page<EnrolledKeyRow>> {
  const limit = pageSize(filter.limit);
  const where = whereAll([
    ['s.kind = ?', 'attestation-key'],
    filter.method === undefined ? undefined : ["s.body->>'method' = ?", filter.method],
    filter.device === undefined
      ? undefined
      : [
          "s.submission IN (SELECT k.sha256 FROM device_key d JOIN link_key k ON k.key = d.key WHERE d.device_id = ? AND d.key LIKE 'ek-key:%')",
          filter.device,
        ],
    filter.cursor === undefined ? undefined : ['(s.at, s.id) < (?::timestamptz, ?)', ...decodeCursor(filter.cursor, 2)],
  ]);
  const rows = await select<Row>(
    pool,
    `SELECT s.body AS statement, substr(s.target, 4) AS name, d.id, d.manufacturer, d.model, d.serial
     FROM (SELECT id, at, body, target, submission FROM statement s WHERE ${where.sql} ORDER BY s.at DESC, s.id DESC LIMIT ${limit + 1}) s
     LEFT JOIN LATERAL (
       SELECT v.* FROM link_key k JOIN device_key o ON o.key = k.key JOIN device v ON v.id = o.device_id
       WHERE k.sha256 = s.id AND k.key LIKE 'ek-key:%' LIMIT 1
     ) d ON true ORDER BY s.at DESC, s.id DESC`,
    where.values,
  );
  return toPage(rows, { limit, keyOf: ({ statement }) => [statement.at, statement.id], itemOf: rowOf });
}

interface Row extends Omit<EnrolledDevice, 'id'> {
  /** Checked when it was recorded; the table is append-only. */
  readonly statement: KeyStatement;
  readonly name: string;
  readonly id: string | null;
}

const rowOf = ({ statement, name, id, ...device }: Row): EnrolledKeyRow => ({
  statement,
  name,
  device: id === null ? null : { id, ...device },
});
