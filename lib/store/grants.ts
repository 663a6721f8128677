import type { Store } from './open-store.ts';
import { execute, type Queryable } from './sql.ts';

/** Ids of the devices for which a user may read and submit. */
export async function listGrants(store: Store, userId: string): Promise<readonly string[]> {
  const rows = await store.prisma.deviceGrant.findMany({ where: { userId }, select: { deviceId: true }, orderBy: { deviceId: 'asc' } });
  return rows.map(({ deviceId }) => deviceId);
}

export interface Grant {
  readonly userId: string;
  readonly deviceId: string;
  readonly grantedBy: string;
  readonly at: Date;
}

/** Grants a device; granting it again changes nothing. */
export async function saveGrant(db: Queryable, { userId, deviceId, grantedBy, at }: Grant): Promise<void> {
  const sql = 'INSERT INTO device_grant (user_id, device_id, granted_by, granted_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING';
  await execute(db, sql, [userId, deviceId, grantedBy, at]);
}

/** Takes a grant back; false when there was none. */
export async function removeGrant(db: Queryable, { userId, deviceId }: { userId: string; deviceId: string }): Promise<boolean> {
  return (await execute(db, 'DELETE FROM device_grant WHERE user_id = $1 AND device_id = $2', [userId, deviceId])) === 1;
}
