import type { Trust } from '#lib/detect/rule.ts';
import type { AttestationStanding } from '#lib/device/attested/attestation-standing.ts';
import type { SecureBoot } from '#lib/device/attested/secure-boot.ts';
import type { Lifecycle } from '#lib/device/statement/statement-types.ts';
import type { FleetDevice } from './device-row.ts';
import { DEVICE_COLUMNS, type DeviceRow, fromDeviceRow } from './device-row.ts';
import type { Store } from './open-store.ts';
import { decodeCursor, type Page, pageSize, toPage } from './page.ts';
import { prefixPattern, searchKey } from './search-key.ts';
import { type Condition, select, whereAll } from './sql.ts';
import { versionKey } from './version-key.ts';

export interface FleetFilter {
  readonly trust?: Trust;
  readonly lifecycle?: Lifecycle;
  /** Any spelling: compared by letters and digits only. */
  readonly manufacturer?: string;
  readonly model?: string;
  readonly attestation?: AttestationStanding;
  /** Devices with a key whose last answer is older than so many days; without an answer, their key. */
  readonly silentDays?: number;
  readonly secureBoot?: SecureBoot;
  /** The whole version, in any case and width. */
  readonly firmware?: string;
  /** Beginning of a serial or model of a device or of a part in it, of a digest, or of a device id. */
  readonly text?: string;
}

export const FLEET_SORTS = ['attention', 'last-changed', 'last-observed', 'last-attested', 'model', 'firmware'] as const;
/**
 * `attention`: what needs a person first. `last-attested`: the longest silent first, those without a key last. `model`: by manufacturer, model and
 * serial. `firmware`: the highest version first. The others: the newest first.
 */
export type FleetSort = (typeof FLEET_SORTS)[number];

export interface FleetQuery {
  readonly filter?: FleetFilter;
  /** Devices that the asker may see. */
  readonly visible?: 'any' | readonly string[];
  readonly sort?: FleetSort;
  readonly cursor?: string;
  readonly limit?: number;
}

interface Order {
  readonly columns: string;
  readonly direction: 'ASC' | 'DESC';
  readonly after: string;
  readonly keyOf: (row: DeviceRow) => readonly (string | number)[];
}

const ORDERS: Readonly<Record<FleetSort, Order>> = {
  attention: {
    columns: 'attention, id',
    direction: 'DESC',
    after: '(attention, id) < (?::int, ?)',
    keyOf: (row) => [row.attention, row.id],
  },
  'last-changed': {
    columns: 'last_changed_at, id',
    direction: 'DESC',
    after: '(last_changed_at, id) < (?::timestamptz, ?)',
    keyOf: (row) => [row.last_changed_at.toISOString(), row.id],
  },
  'last-observed': {
    columns: 'last_observed_at, id',
    direction: 'DESC',
    after: '(last_observed_at, id) < (?::timestamptz, ?)',
    keyOf: (row) => [row.last_observed_at.toISOString(), row.id],
  },
  'last-attested': {
    columns: 'silent_since, id',
    direction: 'ASC',
    after: '(silent_since, id) > (?::timestamptz, ?)',
    keyOf: (row) => [row.silent_since.toISOString(), row.id],
  },
  firmware: {
    columns: 'firmware_key, attention, id',
    direction: 'DESC',
    after: '(firmware_key, attention, id) < (?, ?::int, ?)',
    keyOf: (row) => [row.firmware_key, row.attention, row.id],
  },
  model: {
    columns: 'manufacturer_key, model_key, serial_key, id',
    direction: 'ASC',
    after: '(manufacturer_key, model_key, serial_key, id) > (?, ?, ?, ?)',
    keyOf: (row) => [row.manufacturer_key, row.model_key, row.serial_key, row.id],
  },
};

/** One page of the fleet, by key: the thousandth page costs what the first one costs. */
export async function listFleet(
  store: Store,
  { filter = {}, visible = 'any', sort = 'attention', cursor, limit: asked }: FleetQuery = {},
): Promise<Page<FleetDevice>> {
  const order = ORDERS[sort];
  const limit = pageSize(asked);
  const where = whereAll([
    ...conditionsOf(filter),
    visible === 'any' ? undefined : ['id = ANY(?)', visible],
    cursor === undefined ? undefined : [order.after, ...decodeCursor(cursor, order.columns.split(',').length)],
  ]);
  const by = order.columns.replaceAll(',', ` ${order.direction},`);
  const sql = `SELECT ${DEVICE_COLUMNS} FROM device WHERE ${where.sql} ORDER BY ${by} ${order.direction} LIMIT ${limit + 1}`;
  const rows = await select<DeviceRow>(store.pool, sql, where.values);
  return toPage(rows, { limit, keyOf: order.keyOf, itemOf: fromDeviceRow });
}

function conditionsOf({ trust, lifecycle, manufacturer, model, text, ...measured }: FleetFilter): readonly Condition[] {
  const { attestation, silentDays, secureBoot, firmware } = measured;
  return [
    trust === undefined ? undefined : ['trust = ?', trust],
    lifecycle === undefined ? undefined : ['lifecycle = ?', lifecycle],
    manufacturer === undefined ? undefined : ['manufacturer_key = ?', searchKey(manufacturer)],
    model === undefined ? undefined : ['model_key = ?', searchKey(model)],
    attestation === undefined ? undefined : ['attestation = ?', attestation],
    silentDays === undefined ? undefined : ['silent_since < now() - make_interval(days => ?::int)', silentDays],
    secureBoot === undefined ? undefined : ['secure_boot = ?', secureBoot],
    firmware === undefined ? undefined : ['firmware_key = ?', versionKey(firmware)],
    text === undefined || text.trim() === '' ? undefined : textCondition(text),
  ];
}

const DIGEST = /^[0-9a-f]{8,64}$/i;
const DEVICE_ID = /^d-[0-9a-f]+$/;

function textCondition(text: string): Condition {
  // Nothing but punctuation finds nothing, instead of everything.
  if (searchKey(text) === '') return ['false'];
  const key = prefixPattern(searchKey(text));
  const found = [
    'SELECT id FROM device WHERE serial_key LIKE ?',
    'SELECT id FROM device WHERE model_key LIKE ?',
    'SELECT id FROM device WHERE manufacturer_key LIKE ?',
    'SELECT device_id FROM device_component WHERE serial_key LIKE ?',
    'SELECT device_id FROM device_component WHERE model_key LIKE ?',
  ];
  const values: unknown[] = [key, key, key, key, key];
  const digest = text.trim().toLowerCase();
  if (DIGEST.test(digest)) {
    found.push(
      'SELECT device_id FROM device_artifact WHERE sha256 >= ? AND sha256 < ?',
      'SELECT device_id FROM device_component WHERE hashes @> ARRAY[?]',
    );
    values.push(digest, `${digest}g`, digest);
  }
  if (DEVICE_ID.test(digest)) {
    found.push('SELECT id FROM device WHERE id >= ? AND id < ?');
    values.push(digest, `${digest}g`);
  }
  return [`id IN (${found.join(' UNION ')})`, ...values];
}
