import { indexKey } from './name-index.ts';
import { execute, type Queryable, select } from './sql.ts';

export interface KeysOfDevice {
  readonly deviceId: string;
  /** As the index keeps them. */
  readonly keys: readonly string[];
  /** Where the keys of the closure led when the fold began. */
  readonly known: ReadonlyMap<string, string>;
}

/** Another fold gave one of these keys to a device a moment ago. Carries the code of a unique violation, which is what it is. */
export class KeyTaken extends Error {
  readonly code = '23505';
  constructor() {
    super('another fold took a key of this device');
    this.name = 'KeyTaken';
  }
}

/** Makes these all the keys that lead to their devices. @throws KeyTaken */
export async function saveDeviceKeys(db: Queryable, devices: readonly KeysOfDevice[]): Promise<void> {
  const wanted = new Map(devices.flatMap(({ deviceId, keys }) => keys.map((key) => [key, deviceId] as const)));
  const known = new Map(devices.flatMap((device) => [...device.known]));
  const ids = new Set(devices.map(({ deviceId }) => deviceId));
  const gone = [...known].flatMap(([key, id]) => (ids.has(id) && !wanted.has(key) ? [key] : []));
  if (gone.length > 0) await execute(db, 'DELETE FROM device_key WHERE key = ANY($1)', [gone]);
  const moved = [...wanted].filter(([key, id]) => known.has(key) && known.get(key) !== id);
  const fresh = [...wanted].filter(([key]) => !known.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
  if (moved.length > 0) {
    await execute(
      db,
      `INSERT INTO device_key (key, device_id) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT (key) DO UPDATE SET device_id = excluded.device_id`,
      [moved.map(([key]) => key), moved.map(([, id]) => id)],
    );
  }
  if (fresh.length === 0) return;
  const sql = 'INSERT INTO device_key (key, device_id) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING';
  const inserted = await execute(db, sql, [fresh.map(([key]) => key), fresh.map(([, id]) => id)]);
  if (inserted !== fresh.length) throw new KeyTaken();
}

/** The device that a strong key leads to. */
export async function deviceOfKey(db: Queryable, key: string): Promise<string | undefined> {
  const [row] = await select<{ device: string }>(db, 'SELECT device_id AS device FROM device_key WHERE key = $1', [indexKey(key)]);
  return row?.device;
}
