import type { KeySilence } from '#lib/device/attested/key-silence.ts';
import { execute, type Queryable } from './sql.ts';

/** The enrolled keys of a device, as folded. */
export interface EnrolmentsOfDevice {
  readonly deviceId: string;
  readonly keys: readonly KeySilence[];
}

/** Makes these all the enrolments of their devices, each with when its key answered last. */
export async function replaceDeviceEnrolments(db: Queryable, devices: readonly EnrolmentsOfDevice[]): Promise<void> {
  const rows = devices.flatMap(({ deviceId, keys }) => keys.map((key) => ({ deviceId, ...key })));
  await execute(db, 'DELETE FROM device_enrolment WHERE device_id = ANY($1) AND NOT (statement = ANY($2))', [
    devices.map(({ deviceId }) => deviceId),
    rows.map(({ statement }) => statement),
  ]);
  if (rows.length === 0) return;
  await execute(
    db,
    `INSERT INTO device_enrolment (device_id, statement, name, answered_at, silent_since)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])
     ON CONFLICT (device_id, statement) DO UPDATE SET answered_at = excluded.answered_at, silent_since = excluded.silent_since
     WHERE (device_enrolment.answered_at, device_enrolment.silent_since) IS DISTINCT FROM (excluded.answered_at, excluded.silent_since)`,
    [
      rows.map(({ deviceId }) => deviceId),
      rows.map(({ statement }) => statement),
      rows.map(({ name }) => name),
      rows.map(({ answeredAt }) => answeredAt),
      rows.map(({ silentSince }) => silentSince),
    ],
  );
}
