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
  /** When the key last answered with something that proves anything, ISO 8601; null for never. */
  readonly answeredAt: string | null;
}

/** `enrolled`: the newest first. `silent`: keys that count for a device, the longest silent first. */
export const ENROLMENT_SORTS = ['enrolled', 'silent'] as const;
export type EnrolmentSort = (typeof ENROLMENT_SORTS)[number];

export interface EnrolledKeyFilter {
  /** Id of a device. */
  readonly device?: string;
  readonly method?: KeyStatement['method'];
  /** Keys that count for a device, and whose last answer, or enrolment, is older than so many days. */
  readonly silentDays?: number;
  readonly sort?: EnrolmentSort;
  readonly cursor?: string;
  readonly limit?: number;
}

/** Enrolments of attestation keys, a page at a time. In the order of silence, and where days of it are asked for, those that were taken back are left out. */
export async function listEnrolledKeys({ pool }: Store, filter: EnrolledKeyFilter = {}): Promise<Page<EnrolledKeyRow>> {
  const limit = pageSize(filter.limit);
  const isBySilence = filter.sort === 'silent';
  const isOfSilence = isBySilence || filter.silentDays !== undefined;
  const where = whereOf(filter);
  const order = isBySilence ? ['silent_since', 'id'] : ['at DESC', 'id DESC'];
  const rows = await select<Row>(
    pool,
    `SELECT s.body AS statement, substr(s.target, 4) AS name, s.silent_since, d.id, d.manufacturer, d.model, d.serial,
       (SELECT max(answered_at) FROM device_enrolment n WHERE n.name = substr(s.target, 4)) AS answered_at
     FROM (SELECT s.id, s.at, s.body, s.target, ${isOfSilence ? 'e.silent_since' : 'NULL::timestamptz AS silent_since'}
       FROM ${isOfSilence ? COUNTING : 'statement s'} WHERE ${where.sql} ORDER BY ${order.join(', ')} LIMIT ${limit + 1}) s
     LEFT JOIN LATERAL (
       SELECT v.* FROM link_key k JOIN device_key o ON o.key = k.key JOIN device v ON v.id = o.device_id
       WHERE k.sha256 = s.id AND k.key LIKE 'ek-key:%' LIMIT 1
     ) d ON true ORDER BY ${order.map((column) => `s.${column}`).join(', ')}`,
    where.values,
  );
  const keyOf = ({ statement, silent_since: since }: Row) => [isBySilence ? (since?.toISOString() ?? '') : statement.at, statement.id];
  return toPage(rows, { limit, keyOf, itemOf: rowOf });
}

/** Enrolments that count for a device; where two devices claim one, once. */
const COUNTING = `device_enrolment e JOIN statement s ON s.id = e.statement
  AND NOT EXISTS (SELECT 1 FROM device_enrolment o WHERE o.statement = e.statement AND o.device_id < e.device_id)`;

function whereOf({ method, device, silentDays, sort, cursor }: EnrolledKeyFilter) {
  const after = sort === 'silent' ? '(e.silent_since, s.id) > (?::timestamptz, ?)' : '(s.at, s.id) < (?::timestamptz, ?)';
  return whereAll([
    ['s.kind = ?', 'attestation-key'],
    method === undefined ? undefined : ["s.body->>'method' = ?", method],
    device === undefined
      ? undefined
      : [
          "s.submission IN (SELECT k.sha256 FROM device_key d JOIN link_key k ON k.key = d.key WHERE d.device_id = ? AND d.key LIKE 'ek-key:%')",
          device,
        ],
    silentDays === undefined ? undefined : ['e.silent_since < now() - make_interval(days => ?::int)', silentDays],
    cursor === undefined ? undefined : [after, ...decodeCursor(cursor, 2)],
  ]);
}

interface Row extends Omit<EnrolledDevice, 'id'> {
  /** Checked when it was recorded; the table is append-only. */
  readonly statement: KeyStatement;
  readonly name: string;
  readonly silent_since: Date | null;
  readonly answered_at: Date | null;
  readonly id: string | null;
}

const rowOf = ({ statement, name, id, manufacturer, model, serial, answered_at: answeredAt }: Row): EnrolledKeyRow => ({
  statement,
  name,
  device: id === null ? null : { id, manufacturer, model, serial },
  answeredAt: answeredAt?.toISOString() ?? null,
});
