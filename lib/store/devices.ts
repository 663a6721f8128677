import { DEVICE_COLUMNS, type DeviceRecord, type DeviceRow, type FleetDevice, fromDeviceRow, WRITTEN } from './device-row.ts';
import type { Store } from './open-store.ts';
import { searchKey } from './search-key.ts';
import { execute, type Queryable, select } from './sql.ts';

export async function findDevice(store: Store, id: string): Promise<FleetDevice | undefined> {
  const [record] = await findDeviceRecords(store.pool, [id]);
  return record;
}

export async function findDeviceRecords(db: Queryable, ids: readonly string[]): Promise<readonly DeviceRecord[]> {
  const rows = await select<DeviceRow>(db, `SELECT ${DEVICE_COLUMNS} FROM device WHERE id = ANY($1)`, [ids]);
  return rows.map(fromDeviceRow);
}

/** Devices to which these artifacts belong, by artifact; without those of whose model alone they tell. */
export async function devicesOfArtifacts(db: Queryable, artifacts: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await select<{ sha256: string; device_id: string }>(
    db,
    'SELECT DISTINCT sha256, device_id FROM device_artifact WHERE sha256 = ANY($1) AND NOT by_model ORDER BY sha256, device_id',
    [artifacts],
  );
  const found = new Map<string, string[]>();
  for (const { sha256, device_id } of rows) found.set(sha256, [...(found.get(sha256) ?? []), device_id]);
  return found;
}

/** Whether an artifact tells of the model of one of these devices. */
export async function tellsOfModel(db: Queryable, { sha256, devices }: { sha256: string; devices: readonly string[] }): Promise<boolean> {
  const sql = 'SELECT 1 FROM device_artifact WHERE device_id = ANY($1) AND sha256 = $2 AND by_model LIMIT 1';
  return (await select(db, sql, [devices, sha256])).length > 0;
}

/** Keys that lead to these devices. */
export async function keysOfDevices(
  db: Queryable,
  ids: readonly string[],
): Promise<readonly { readonly key: string; readonly deviceId: string }[]> {
  const rows = await select<{ key: string; device_id: string }>(
    db,
    'SELECT key, device_id FROM device_key WHERE device_id = ANY($1) ORDER BY key',
    [ids],
  );
  return rows.map(({ key, device_id }) => ({ key, deviceId: device_id }));
}

/** Devices whose answer changes by time alone until `at`, the longest due first. */
export async function dueDevices(db: Queryable, at: Date, limit: number): Promise<readonly string[]> {
  const sql = `SELECT id FROM device WHERE next_change_at <= $1 ORDER BY next_change_at LIMIT ${limit}`;
  return (await select<{ id: string }>(db, sql, [at])).map(({ id }) => id);
}

/** Whether some device was judged by other rules than these. */
export async function someJudgedOtherwise(db: Queryable, ruleSet: string): Promise<boolean> {
  return (await select(db, 'SELECT 1 FROM device WHERE rule_set <> $1 LIMIT 1', [ruleSet])).length > 0;
}

/** Ids of all devices after one, in order: for walking through the fleet. */
export async function deviceIdsAfter(db: Queryable, after: string, limit: number): Promise<readonly string[]> {
  return (await select<{ id: string }>(db, `SELECT id FROM device WHERE id > $1 ORDER BY id LIMIT ${limit}`, [after])).map(({ id }) => id);
}

/** Devices of these makers and models, and of these ids, where any are given; in order. Names are compared by letters and digits, so that no device is missed. */
export async function devicesNamed(
  db: Queryable,
  {
    manufacturers,
    models,
    devices,
    limit,
  }: Readonly<Record<'manufacturers' | 'models' | 'devices', readonly string[]>> & { readonly limit: number },
): Promise<readonly string[]> {
  const rows = await select<{ id: string }>(
    db,
    `SELECT id FROM device WHERE ($1::text[] = '{}' OR manufacturer_key = ANY($1)) AND ($2::text[] = '{}' OR model_key = ANY($2))
     AND ($3::text[] = '{}' OR id = ANY($3)) ORDER BY id LIMIT ${limit}`,
    [manufacturers.map(searchKey), models.map(searchKey), devices],
  );
  return rows.map(({ id }) => id);
}

/** Devices with a document that names one of these issuers, after one, in order. */
export async function devicesIssuedBy(
  db: Queryable,
  names: readonly string[],
  { after, limit }: { after: string; limit: number },
): Promise<readonly string[]> {
  const rows = await select<{ device_id: string }>(
    db,
    `SELECT DISTINCT d.device_id FROM link_key k JOIN device_artifact d ON d.sha256 = k.sha256
     WHERE k.key = ANY($1) AND k.strength = 'issuer' AND d.device_id > $2 ORDER BY d.device_id LIMIT ${limit}`,
    [names, after],
  );
  return rows.map(({ device_id }) => device_id);
}

/** Ids of devices with files that an account handed in, a page at a time. */
export async function devicesHandedInBy(
  db: Queryable,
  account: string,
  { after, limit }: { after: string; limit: number },
): Promise<readonly string[]> {
  const rows = await select<{ device_id: string }>(
    db,
    `SELECT DISTINCT d.device_id FROM submission s JOIN device_artifact d ON d.sha256 = s.sha256
     WHERE s.submitted_by = $1 AND NOT d.by_model AND d.device_id > $2 ORDER BY d.device_id LIMIT ${limit}`,
    [account, after],
  );
  return rows.map(({ device_id }) => device_id);
}

/** Writes devices, new ones and changed ones. */
export async function saveDevices(db: Queryable, devices: readonly DeviceRecord[]): Promise<void> {
  if (devices.length === 0) return;
  const names = WRITTEN.map(([name]) => name);
  await execute(
    db,
    `INSERT INTO device (${names.join(', ')})
     SELECT * FROM unnest(${WRITTEN.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
     ON CONFLICT (id) DO UPDATE SET ${names
       .slice(1)
       .map((name) => `${name} = excluded.${name}`)
       .join(', ')}`,
    WRITTEN.map(([, , from]) => devices.map(from)),
  );
}

const DERIVED = [
  'device_measurement',
  'device_key',
  'device_artifact',
  'device_snapshot',
  'device_component',
  'device_enrolment',
  'finding',
] as const;

/** Takes away what was derived about devices that turned out to be others. What was said and assessed about them stays. */
export async function removeDevices(db: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of DERIVED) await execute(db, `DELETE FROM ${table} WHERE device_id = ANY($1)`, [ids]);
  await execute(db, 'DELETE FROM device WHERE id = ANY($1)', [ids]);
}
