import type { Store } from './open-store.ts';
import { execute, type Queryable, select } from './sql.ts';

/** What is counted of a device. */
export interface CountedDevice {
  readonly trust: string;
  readonly lifecycle: string;
  readonly manufacturerKey: string;
  readonly modelKey: string;
  readonly attestation: string;
  readonly secureBoot: string;
}

export interface FleetCounts {
  readonly total: number;
  readonly byTrust: Readonly<Record<string, number>>;
  readonly byLifecycle: Readonly<Record<string, number>>;
  readonly byAttestation: Readonly<Record<string, number>>;
  readonly bySecureBoot: Readonly<Record<string, number>>;
  /** The most frequent first. */
  readonly byModel: readonly ModelCount[];
}

export interface ModelCount {
  /** As one device of the model spells it. */
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly manufacturerKey: string;
  readonly modelKey: string;
  readonly count: number;
}

/** Writers of different connections add to different rows, and don't wait for each other. */
const SHARDS = 16;
const MAX_MODELS = 500;
/** Keys are letters and digits, so a space separates them. */
const SEPARATOR = ' ';

/** Changes the counts by what left and what came. Call it in the transaction that changes the devices. */
export async function adjustCounters(
  db: Queryable,
  { before, after }: { before: readonly CountedDevice[]; after: readonly CountedDevice[] },
): Promise<void> {
  const deltas = new Map<string, number>();
  for (const device of before) for (const counter of countersOf(device)) deltas.set(counter, (deltas.get(counter) ?? 0) - 1);
  for (const device of after) for (const counter of countersOf(device)) deltas.set(counter, (deltas.get(counter) ?? 0) + 1);
  const changed = [...deltas].filter(([, delta]) => delta !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  if (changed.length === 0) return;
  await execute(
    db,
    `INSERT INTO fleet_counter (dimension, value, shard, count)
     SELECT dimension, value, pg_backend_pid() % ${SHARDS}, delta FROM unnest($1::text[], $2::text[], $3::int[]) AS d(dimension, value, delta)
     ORDER BY dimension, value
     ON CONFLICT (dimension, value, shard) DO UPDATE SET count = fleet_counter.count + excluded.count`,
    [
      changed.map(([counter]) => counter.split('\n')[0]),
      changed.map(([counter]) => counter.split('\n')[1]),
      changed.map(([, delta]) => delta),
    ],
  );
}

function countersOf({ trust, lifecycle, manufacturerKey, modelKey, attestation, secureBoot }: CountedDevice): readonly string[] {
  return [
    `trust\n${trust}`,
    `lifecycle\n${lifecycle}`,
    `model\n${manufacturerKey}${SEPARATOR}${modelKey}`,
    `attestation\n${attestation}`,
    `secure-boot\n${secureBoot}`,
  ];
}

/** Counts of the whole fleet, without counting a row of it. */
export async function fleetCounts(store: Store): Promise<FleetCounts> {
  const rows = await select<{ dimension: string; value: string; count: string }>(
    store.pool,
    `SELECT dimension, value, sum(count) AS count FROM fleet_counter WHERE dimension <> 'model' GROUP BY dimension, value HAVING sum(count) > 0`,
  );
  const of = (dimension: string) =>
    Object.fromEntries(rows.filter((row) => row.dimension === dimension).map((row) => [row.value, Number(row.count)]));
  const byTrust = of('trust');
  const total = Object.values(byTrust).reduce((sum, count) => sum + count, 0);
  return {
    total,
    byTrust,
    byLifecycle: of('lifecycle'),
    byAttestation: of('attestation'),
    bySecureBoot: of('secure-boot'),
    byModel: await modelCounts(store),
  };
}

async function modelCounts(store: Store): Promise<readonly ModelCount[]> {
  const rows = await select<{
    manufacturer_key: string;
    model_key: string;
    count: string;
    manufacturer: string | null;
    model: string | null;
  }>(
    store.pool,
    `SELECT c.manufacturer_key, c.model_key, c.count, d.manufacturer, d.model
     FROM (SELECT split_part(value, '${SEPARATOR}', 1) AS manufacturer_key, split_part(value, '${SEPARATOR}', 2) AS model_key, sum(count) AS count
           FROM fleet_counter WHERE dimension = 'model' GROUP BY value HAVING sum(count) > 0 ORDER BY sum(count) DESC, value LIMIT ${MAX_MODELS}) c
     LEFT JOIN LATERAL (SELECT manufacturer, model FROM device WHERE manufacturer_key = c.manufacturer_key AND model_key = c.model_key LIMIT 1) d ON true`,
  );
  return rows.map(({ manufacturer_key, model_key, count, ...names }) => ({
    ...names,
    manufacturerKey: manufacturer_key,
    modelKey: model_key,
    count: Number(count),
  }));
}
