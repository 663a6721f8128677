import { normalizeText } from '#lib/component/normalize.ts';
import type { StateUnit } from '#lib/device/types.ts';
import { digestOfJson } from '#lib/encoding/digest.ts';
import type { Store } from './open-store.ts';
import { prefixPattern, searchKey } from './search-key.ts';
import { execute, type Queryable, select } from './sql.ts';

/** A part of a device, for search. */
export interface ComponentRow {
  readonly state: 'expected' | 'observed' | 'both';
  readonly category: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly serial: string | null;
  readonly hashes: readonly string[];
}

export interface ComponentHit extends Omit<ComponentRow, 'hashes'> {
  readonly deviceId: string;
}

/** What search needs of a device's parts: each once, whatever states it is in. */
export function componentRows(
  expected: readonly StateUnit[],
  observed: readonly StateUnit[],
): { readonly rows: readonly ComponentRow[]; readonly digest: string } {
  const rows = new Map<string, ComponentRow>();
  for (const [state, units] of [
    ['expected', expected],
    ['observed', observed],
  ] as const) {
    for (const { category, manufacturer, model, serial, hashes } of units) {
      const row = { category, manufacturer, model, serial, hashes: Object.values(hashes).sort() };
      const key = JSON.stringify(row);
      const known = rows.get(key);
      rows.set(key, { ...row, state: known === undefined || known.state === state ? state : 'both' });
    }
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
  return { rows: sorted, digest: digestOfJson(sorted.map((row) => ({ ...row }))) };
}

/** Devices with a part of one of these manufacturers, as names are compared; at most `limit`, in order. */
export async function devicesWithPartsOf(
  db: Queryable,
  { manufacturers, limit }: { readonly manufacturers: readonly string[]; readonly limit: number },
): Promise<readonly string[]> {
  const wanted = new Set(manufacturers.map(normalizeText));
  // A fleet has few names of manufacturers, and only the comparison's own rule says which of them are the same.
  const names = await select<{ name: string }>(db, 'SELECT DISTINCT manufacturer AS name FROM device_component', []);
  const spelled = names.flatMap(({ name }) => (wanted.has(normalizeText(name)) ? [name] : []));
  const rows = await select<{ id: string }>(
    db,
    'SELECT DISTINCT device_id AS id FROM device_component WHERE manufacturer = ANY($1) ORDER BY device_id LIMIT $2',
    [spelled, limit],
  );
  return rows.map(({ id }) => id);
}

/** Puts these rows in the place of all earlier ones of their devices. */
export async function replaceComponents(
  db: Queryable,
  devices: readonly { readonly deviceId: string; readonly rows: readonly ComponentRow[] }[],
): Promise<void> {
  if (devices.length === 0) return;
  await execute(db, 'DELETE FROM device_component WHERE device_id = ANY($1)', [devices.map(({ deviceId }) => deviceId)]);
  const rows = devices.flatMap(({ deviceId, rows: own }) => own.map((row, seq) => ({ deviceId, seq, ...row })));
  if (rows.length === 0) return;
  await execute(
    db,
    `INSERT INTO device_component (device_id, seq, state, category, manufacturer, model, serial, model_key, serial_key, hashes)
     SELECT device_id, seq, state, category, manufacturer, model, serial, model_key, serial_key, string_to_array(hashes, ' ')
     FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
       AS c(device_id, seq, state, category, manufacturer, model, serial, model_key, serial_key, hashes)`,
    [
      rows.map((row) => row.deviceId),
      rows.map((row) => row.seq),
      rows.map((row) => row.state),
      rows.map((row) => row.category),
      rows.map((row) => row.manufacturer),
      rows.map((row) => row.model),
      rows.map((row) => row.serial),
      rows.map((row) => searchKey(row.model)),
      rows.map((row) => searchKey(row.serial)),
      rows.map((row) => row.hashes.join(' ')),
    ],
  );
}

/** Parts whose serial or model begins with a text, or one of whose digests it is. */
export async function findComponents(store: Store, text: string, limit: number): Promise<readonly ComponentHit[]> {
  const key = searchKey(text);
  if (key === '') return [];
  const rows = await select<Omit<ComponentHit, 'deviceId'> & { readonly device_id: string }>(
    store.pool,
    `(SELECT device_id, state, category, manufacturer, model, serial FROM device_component WHERE serial_key LIKE $1 ORDER BY serial_key LIMIT ${limit})
     UNION (SELECT device_id, state, category, manufacturer, model, serial FROM device_component WHERE model_key LIKE $1 ORDER BY model_key LIMIT ${limit})
     UNION (SELECT device_id, state, category, manufacturer, model, serial FROM device_component WHERE hashes @> ARRAY[$2] LIMIT ${limit})
     LIMIT ${limit}`,
    [prefixPattern(key), text.trim().toLowerCase()],
  );
  return rows.map(({ device_id, ...row }) => ({ deviceId: device_id, ...row }));
}
