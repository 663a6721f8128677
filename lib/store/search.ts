import { type ComponentHit, findComponents } from './components.ts';
import type { FleetDevice } from './device-row.ts';
import { DEVICE_COLUMNS, type DeviceRow, fromDeviceRow } from './device-row.ts';
import type { Store } from './open-store.ts';
import { prefixPattern, searchKey } from './search-key.ts';
import { select } from './sql.ts';

export interface SearchResult {
  readonly devices: readonly FleetDevice[];
  readonly components: readonly ComponentHit[];
  readonly artifacts: readonly { readonly sha256: string; readonly kind: string; readonly summary: string }[];
}

const MAX_HITS = 20;
const DIGEST = /^[0-9a-f]{8,64}$/;

/** Devices, parts and artifacts whose serial, model, id or digest begins with a text. At most 20 of each. */
export async function search(store: Store, text: string): Promise<SearchResult> {
  const [devices, components, artifacts] = await Promise.all([
    findDevices(store, text),
    findComponents(store, text, MAX_HITS),
    findArtifacts(store, text),
  ]);
  return { devices, components, artifacts };
}

async function findDevices(store: Store, text: string): Promise<readonly FleetDevice[]> {
  const key = searchKey(text);
  if (key === '') return [];
  const by = (column: string) => `(SELECT id FROM device WHERE ${column} LIKE $1 ORDER BY ${column} LIMIT ${MAX_HITS})`;
  const rows = await select<DeviceRow>(
    store.pool,
    `SELECT ${DEVICE_COLUMNS} FROM device WHERE id IN (${by('serial_key')} UNION ${by('model_key')} UNION SELECT $2 UNION
       SELECT device_id FROM device_key WHERE key = $2) LIMIT ${MAX_HITS}`,
    [prefixPattern(key), text.trim()],
  );
  return rows.map(fromDeviceRow);
}

async function findArtifacts(store: Store, text: string): Promise<SearchResult['artifacts']> {
  const digest = text.trim().toLowerCase();
  if (!DIGEST.test(digest)) return [];
  return select(
    store.pool,
    `SELECT sha256, kind, summary FROM document WHERE sha256 >= $1 AND sha256 < $2 ORDER BY sha256, seq LIMIT ${MAX_HITS}`,
    [digest, `${digest}g`],
  );
}
