import { CONNECTING } from '#lib/store/closure.ts';
import type { FoldJob, JobRequest } from '#lib/store/queue.ts';
import { type Queryable, select } from '#lib/store/sql.ts';

/**
 * One fold job for each group of artifacts that share a key or a device. The singleton key is the device where there is one,
 * else the least key: uploads that belong together ask for the same fold.
 */
export async function foldJobsFor(db: Queryable, artifacts: readonly string[]): Promise<readonly JobRequest<FoldJob>[]> {
  const rows = await select<{ sha256: string; key: string; device_id: string | null }>(
    db,
    `SELECT k.sha256, k.key, d.device_id FROM link_key k LEFT JOIN device_key d ON d.key = k.key
     WHERE k.sha256 = ANY($1) AND k.strength IN ${CONNECTING}`,
    [artifacts],
  );
  const groups = new Map<string, Group>();
  for (const sha256 of artifacts) groups.set(sha256, { artifacts: new Set([sha256]), keys: new Set(), devices: new Set() });
  const byKey = new Map<string, string>();
  for (const { sha256, key, device_id } of rows) {
    const group = merge(groups, sha256, byKey.get(key) ?? sha256);
    byKey.set(key, sha256);
    group.keys.add(key);
    if (device_id !== null) group.devices.add(device_id);
  }
  return [...new Set(groups.values())].map(jobOf);
}

interface Group {
  readonly artifacts: Set<string>;
  readonly keys: Set<string>;
  readonly devices: Set<string>;
}

function merge(groups: Map<string, Group>, a: string, b: string): Group {
  const [first, second] = [groups.get(a), groups.get(b)];
  if (first === undefined || second === undefined) throw new Error('a key of an artifact that was not asked for');
  if (first === second) return first;
  for (const sha256 of second.artifacts) {
    first.artifacts.add(sha256);
    groups.set(sha256, first);
  }
  for (const key of second.keys) first.keys.add(key);
  for (const device of second.devices) first.devices.add(device);
  return first;
}

function jobOf({ artifacts, keys, devices }: Group): JobRequest<FoldJob> {
  const singletonKey = least(devices) ?? least(keys) ?? least(artifacts);
  const data = { artifacts: [...artifacts].sort(), keys: [] };
  return singletonKey === undefined ? { data } : { data, singletonKey: `fold:${singletonKey}` };
}

function least(items: ReadonlySet<string>): string | undefined {
  return [...items].sort()[0];
}

/** The fold of one device that exists already. */
export function foldJobOfDevice(deviceId: string, keys: readonly string[]): JobRequest<FoldJob> {
  return { data: { artifacts: [], keys }, singletonKey: `fold:${deviceId}` };
}
