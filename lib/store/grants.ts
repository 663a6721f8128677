import type { Store } from './open-store.ts';

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
export async function saveGrant(store: Store, { userId, deviceId, grantedBy, at }: Grant): Promise<void> {
  const where = { userId_deviceId: { userId, deviceId } };
  await store.prisma.deviceGrant.upsert({ where, create: { userId, deviceId, grantedBy, grantedAt: at }, update: {} });
}

/** Takes a grant back; false when there was none. */
export async function removeGrant(store: Store, { userId, deviceId }: { userId: string; deviceId: string }): Promise<boolean> {
  const { count } = await store.prisma.deviceGrant.deleteMany({ where: { userId, deviceId } });
  return count === 1;
}
