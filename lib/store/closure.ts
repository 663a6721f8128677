import { calledKeys } from '#lib/device/link/subject-keys.ts';
import { indexKey } from './name-index.ts';
import { execute, type Queryable, select } from './sql.ts';

/** Where to begin: artifacts, keys, or both. */
export interface Seeds {
  readonly artifacts: readonly string[];
  readonly keys: readonly string[];
}

/** Artifacts that have to be judged together, and what shows later that nothing came to them meanwhile. */
export interface Closure {
  readonly artifacts: readonly string[];
  /** Keys as the index keeps them, and names by which later submissions may point here. */
  readonly keys: readonly string[];
  /** Rows of the index with these keys. */
  readonly keyCount: number;
  /** Devices that exist already, by key as the index keeps it. */
  readonly deviceOf: ReadonlyMap<string, string>;
}

/** More artifacts belong together than one fold may hold. */
export class ClosureTooLarge extends Error {
  constructor(seeds: Seeds) {
    super(
      `More than ${MAX_CLOSURE} artifacts are connected to ${[...seeds.keys, ...seeds.artifacts].slice(0, 3).join(', ')}; they were not folded.`,
    );
    this.name = 'ClosureTooLarge';
  }
}

/** Artifacts of one closure. A device with a delta a day and an inventory an hour reaches it after two years. */
export const MAX_CLOSURE = 20_000;
/** Kinds of keys that connect, as SQL. */
export const CONNECTING = "('strong','signature','reference','weak','named')";

interface KeyRow {
  readonly key: string;
  readonly sha256: string;
}

/** Everything that equal keys connect, directly or through others, one closure for each group that hangs together. */
export async function closuresOf(db: Queryable, seeds: Seeds): Promise<readonly Closure[]> {
  let artifacts: readonly string[] = seeds.artifacts;
  let keys: readonly string[] = seeds.keys.map(indexKey);
  for (;;) {
    const reached = await reach(db, artifacts, keys);
    if (reached.length > MAX_CLOSURE) throw new ClosureTooLarge(seeds);
    const rows = await keysOf(db, reached);
    const { deviceKeys, more } = await beyond(db, { reached, rows });
    if (more.length === 0) return components({ reached, rows, deviceKeys });
    artifacts = [...reached, ...more];
    keys = [];
  }
}

/** From artifacts to their keys and from keys to their artifacts, each once: the work grows with the rows of the index, not with their pairs. */
async function reach(db: Queryable, artifacts: readonly string[], keys: readonly string[]): Promise<readonly string[]> {
  const rows = await select<{ sha256: string }>(
    db,
    `WITH RECURSIVE reach(node, is_key) AS (
       (SELECT unnest($1::text[]), false UNION SELECT unnest($2::text[]), true)
       UNION
       SELECT next.node, NOT r.is_key FROM reach r CROSS JOIN LATERAL (
         SELECT key FROM link_key WHERE NOT r.is_key AND sha256 = r.node AND strength IN ${CONNECTING}
         UNION ALL
         SELECT sha256 FROM link_key WHERE r.is_key AND key = r.node AND strength IN ${CONNECTING}
       ) next(node)
     ) SELECT node AS sha256 FROM reach WHERE NOT is_key LIMIT ${MAX_CLOSURE + 1}`,
    [artifacts, keys],
  );
  return rows.map(({ sha256 }) => sha256);
}

/**
 * Devices with artifacts that hang together with the seeds; of more than one closure may hold, some. Those that share a key with
 * the seeds themselves are always among them.
 */
export async function devicesReached(db: Queryable, { artifacts, keys }: Seeds): Promise<readonly string[]> {
  const asked = keys.map(indexKey);
  const reached = await reach(db, artifacts, asked);
  const rows = await select<{ id: string }>(
    db,
    `SELECT device_id AS id FROM device_artifact WHERE sha256 = ANY($1::text[]) AND NOT by_model
     UNION SELECT d.device_id FROM link_key own JOIN link_key beside ON beside.key = own.key AND beside.strength IN ${CONNECTING}
       JOIN device_artifact d ON d.sha256 = beside.sha256 AND NOT d.by_model WHERE own.sha256 = ANY($2::text[]) AND own.strength IN ${CONNECTING}
     UNION SELECT d.device_id FROM link_key beside JOIN device_artifact d ON d.sha256 = beside.sha256 AND NOT d.by_model
       WHERE beside.key = ANY($3::text[]) AND beside.strength IN ${CONNECTING}`,
    [reached, artifacts, asked],
  );
  return rows.map(({ id }) => id);
}

function keysOf(db: Queryable, artifacts: readonly string[]): Promise<readonly KeyRow[]> {
  return select<KeyRow>(db, `SELECT key, sha256 FROM link_key WHERE sha256 = ANY($1) AND strength IN ${CONNECTING}`, [artifacts]);
}

interface DeviceKeyRow {
  readonly key: string;
  readonly device_id: string;
}

/** What names lead to that keys don't: a submission may name a device by its id, by a key of it, or by one of its artifacts. */
async function beyond(
  db: Queryable,
  { reached, rows }: { reached: readonly string[]; rows: readonly KeyRow[] },
): Promise<{ deviceKeys: readonly DeviceKeyRow[]; more: readonly string[] }> {
  const keys = [...new Set(rows.map(({ key }) => key))];
  const named = keys.flatMap((key) => (key.startsWith(NAMED) ? [key.slice(NAMED.length)] : []));
  const deviceKeys = await select<DeviceKeyRow>(
    db,
    `SELECT key, device_id FROM device_key WHERE device_id IN
       (SELECT device_id FROM device_key WHERE key = ANY($1::text[]) OR key = ANY($2::text[]) UNION SELECT unnest($2::text[]))`,
    [keys, named],
  );
  const devices = [...new Set(deviceKeys.map(({ device_id }) => device_id))];
  const known = new Set(keys);
  const names = [...devices, ...deviceKeys.map(({ key }) => key), ...keys, ...reached].map(namedKey);
  const ask = [...deviceKeys.map(({ key }) => key), ...named, ...names].filter((key) => !known.has(key));
  const found = await select<{ sha256: string }>(
    db,
    `SELECT DISTINCT sha256 FROM link_key WHERE key = ANY($1::text[]) AND strength IN ${CONNECTING} AND sha256 <> ALL($2::text[])
     UNION SELECT sha256 FROM artifact WHERE sha256 = ANY($3::text[]) AND sha256 <> ALL($2::text[])`,
    [ask, reached, named],
  );
  return { deviceKeys, more: found.map(({ sha256 }) => sha256) };
}

const NAMED = 'device:';

/** The key that an artifact gets when its submitter, or a statement, says that it belongs to this device. */
export function namedKey(device: string): string {
  return indexKey(`${NAMED}${device}`);
}

interface Draft {
  readonly artifacts: string[];
  readonly keys: Set<string>;
  readonly deviceOf: Map<string, string>;
  keyCount: number;
}

interface Reached {
  readonly reached: readonly string[];
  readonly rows: readonly KeyRow[];
  readonly deviceKeys: readonly DeviceKeyRow[];
}

function components({ reached, rows, deviceKeys }: Reached): readonly Closure[] {
  const union = makeUnion();
  for (const sha256 of reached) union.find(sha256);
  for (const { key, sha256 } of rows) {
    union.join(key, sha256);
    if (key.startsWith(NAMED)) union.join(key, key.slice(NAMED.length));
  }
  for (const { key, device_id } of deviceKeys) union.join(key, device_id);
  const closures = new Map<string, Draft>();
  for (const sha256 of reached) {
    const root = union.find(sha256);
    const closure: Draft = closures.get(root) ?? { artifacts: [], keys: new Set(), keyCount: 0, deviceOf: new Map() };
    closures.set(root, closure);
    closure.artifacts.push(sha256);
  }
  for (const { key } of rows) {
    const closure = closures.get(union.find(key));
    closure?.keys.add(key);
    if (closure !== undefined) closure.keyCount += 1;
  }
  for (const { key, device_id } of deviceKeys) closures.get(union.find(key))?.deviceOf.set(key, device_id);
  return [...closures.values()].map((draft) => ({
    ...draft,
    keys: [...draft.keys, ...namesOf(draft).filter((name) => !draft.keys.has(name))],
  }));
}

function namesOf({ artifacts, keys, deviceOf }: Draft): readonly string[] {
  return [...new Set([...artifacts, ...keys, ...deviceOf.values()].map(namedKey))];
}

/** Groups of texts that hang together. */
function makeUnion(): { find: (item: string) => string; join: (a: string, b: string) => void } {
  const parents = new Map<string, string>();
  const find = (item: string): string => {
    let root = item;
    for (let parent = parents.get(root); parent !== undefined; parent = parents.get(root)) root = parent;
    for (let next = item; next !== root; ) {
      const parent = parents.get(next) ?? root;
      parents.set(next, root);
      next = parent;
    }
    return root;
  };
  return {
    find,
    join(a, b) {
      const [first, second] = [find(a), find(b)];
      if (first !== second) parents.set(first, second);
    },
  };
}

/** Notes that somebody said that an artifact belongs to a device: from then on they are folded together. */
export async function nameArtifact(db: Queryable, { sha256, device }: { sha256: string; device: string }): Promise<void> {
  const keys = [namedKey(device), ...calledKeys(device).map(indexKey)];
  const sql = "INSERT INTO link_key (key, sha256, document_id, strength) SELECT unnest($1::text[]), $2, '', 'named' ON CONFLICT DO NOTHING";
  await execute(db, sql, [keys, sha256]);
}

/** Ties keys together that a statement says belong together: `node`, its id, stands in the index like an artifact that has them all. */
export async function joinKeys(db: Queryable, { node, keys }: { node: string; keys: readonly string[] }): Promise<void> {
  const sql = "INSERT INTO link_key (key, sha256, document_id, strength) SELECT unnest($1::text[]), $2, '', 'named' ON CONFLICT DO NOTHING";
  await execute(db, sql, [keys.map(indexKey), node]);
}

/** Artifacts outside `artifacts` that were named for these devices. */
export async function artifactsNamedFor(
  db: Queryable,
  { devices, artifacts }: { devices: readonly string[]; artifacts: readonly string[] },
): Promise<readonly string[]> {
  const sql = 'SELECT DISTINCT sha256 FROM link_key WHERE key = ANY($1) AND sha256 <> ALL($2)';
  return (await select<{ sha256: string }>(db, sql, [devices.map(namedKey), artifacts])).map(({ sha256 }) => sha256);
}
