import type { Measurement } from '#lib/device/attested/measurements.ts';
import type { Store } from './open-store.ts';
import { BadCursor, decodeCursor, type Page, pageSize, toPage } from './page.ts';
import { execute, type Queryable, select } from './sql.ts';

/** What two people accepted comes first in every list. */
const RANK = { learned: 0, measured: 1 } as const;

/** What the starts of a device measured, as folded. */
export interface MeasurementsOfDevice {
  readonly deviceId: string;
  readonly measurements: readonly Measurement[];
}

/** Makes these all the measurements of their devices; rows that are right already are left alone. */
export async function replaceMeasurements(db: Queryable, devices: readonly MeasurementsOfDevice[]): Promise<void> {
  if (devices.length === 0) return;
  const rows = devices.flatMap(({ deviceId, measurements }) => measurements.map((each) => ({ deviceId, ...each })));
  const keys = [rows.map(({ deviceId }) => deviceId), rows.map(({ digest }) => Buffer.from(digest, 'hex')), rows.map(({ pcr }) => pcr)];
  await execute(
    db,
    `DELETE FROM device_measurement m WHERE m.device_id = ANY($1) AND NOT EXISTS
       (SELECT 1 FROM unnest($2::text[], $3::bytea[], $4::int[]) AS n(device_id, digest, pcr)
        WHERE n.device_id = m.device_id AND n.digest = m.digest AND n.pcr = m.pcr)`,
    [devices.map(({ deviceId }) => deviceId), ...keys],
  );
  if (rows.length === 0) return;
  await execute(
    db,
    `INSERT INTO device_measurement AS m (device_id, digest, pcr, event_type, first_at, last_at, current, rank)
     SELECT * FROM unnest($1::text[], $2::bytea[], $3::int[], $4::bigint[], $5::timestamptz[], $6::timestamptz[], $7::boolean[], $8::int[])
     ON CONFLICT (device_id, digest, pcr) DO UPDATE SET event_type = excluded.event_type, first_at = excluded.first_at,
       last_at = excluded.last_at, current = excluded.current, rank = excluded.rank
     WHERE (m.event_type, m.first_at, m.last_at, m.current, m.rank)
       IS DISTINCT FROM (excluded.event_type, excluded.first_at, excluded.last_at, excluded.current, excluded.rank)`,
    [
      ...keys,
      rows.map(({ eventType }) => eventType),
      rows.map(({ firstAt }) => firstAt),
      rows.map(({ lastAt }) => lastAt),
      rows.map(({ current }) => current),
      rows.map(({ learned }) => (learned ? RANK.learned : RANK.measured)),
    ],
  );
}

/** A device of which a start measured a digest. */
export interface MeasuringDevice extends Omit<Measurement, 'digest'> {
  readonly deviceId: string;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly serial: string | null;
}

interface MeasuringRow {
  readonly device_id: string;
  readonly pcr: number;
  readonly event_type: number;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly current: boolean;
  readonly rank: number;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly serial: string | null;
}

interface MeasuringQuestion {
  /** Lower-case hexadecimal. */
  readonly digest: string;
  readonly cursor?: string;
  readonly limit?: number;
}

/** Devices of which a start measured a digest, each once a register: those of which two people accepted such a start, then by their ids. */
export async function devicesMeasuring(store: Store, { digest, cursor, limit: asked }: MeasuringQuestion): Promise<Page<MeasuringDevice>> {
  const limit = pageSize(asked);
  const after = cursor === undefined ? [-1, '', -1] : decodeCursor(cursor, 3);
  if (!isMeasuringKey(after)) throw new BadCursor();
  const rows = await select<MeasuringRow>(
    store.pool,
    `SELECT m.device_id, m.pcr, m.event_type::float8 AS event_type, m.first_at, m.last_at, m.current, m.rank, d.manufacturer, d.model, d.serial
     FROM (SELECT * FROM device_measurement WHERE digest = $1 AND (rank, device_id, pcr) > ($2, $3, $4)
           ORDER BY rank, device_id, pcr LIMIT ${limit + 1}) m
     JOIN device d ON d.id = m.device_id ORDER BY m.rank, m.device_id, m.pcr`,
    [Buffer.from(digest, 'hex'), ...after],
  );
  return toPage(rows, {
    limit,
    keyOf: (row) => [row.rank, row.device_id, row.pcr],
    itemOf: (row) => ({
      deviceId: row.device_id,
      pcr: row.pcr,
      eventType: row.event_type,
      firstAt: row.first_at.toISOString(),
      lastAt: row.last_at.toISOString(),
      current: row.current,
      learned: row.rank === RANK.learned,
      manufacturer: row.manufacturer,
      model: row.model,
      serial: row.serial,
    }),
  });
}

/** Whether a cursor's key may be one of this list: the database is given numbers where it wants some. */
export const isMeasuringKey = ([rank, , pcr]: readonly (string | number)[]): boolean =>
  [rank, pcr].every((part) => /^-?\d{1,4}$/.test(String(part)));
