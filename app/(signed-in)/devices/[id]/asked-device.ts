import { notFound } from 'next/navigation';
import type { Principal } from '#lib/auth/principal.ts';
import { maySeeDevice } from '#lib/auth/visible-devices.ts';
import { askDevice } from '#lib/ingest/ask-device.ts';
import { findDevice } from '#lib/store/devices.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import type { StoppedFold } from '#lib/store/stopped-folds.ts';
import type { DeviceQuery } from './device-address.ts';

export type AssessedDevice = NonNullable<Awaited<ReturnType<typeof askDevice>>>;

/**
 * The device as the address asks: as it was folded last, or folded again for a moment.
 * Undefined when nothing was known of it then; what the worker could not fold within its budget isn't folded here either, and says so. A device that may not be seen is answered like one that doesn't exist.
 */
export async function askedDevice(
  store: Store,
  principal: Principal,
  { id, asOf, knownAt }: DeviceQuery,
): Promise<AssessedDevice | StoppedFold | undefined> {
  if (!maySeeDevice(principal, id)) notFound();
  if (asOf === undefined && knownAt === undefined) return (await findAssessed(store, id)) ?? notFound();
  const device = (await findDevice(store, id)) ?? notFound();
  if (device.stopped !== null) return device.stopped;
  return askDevice(store, id, { ...(asOf === undefined ? {} : { asOf }), ...(knownAt === undefined ? {} : { knownAt }) });
}
