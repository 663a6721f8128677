import { assess } from '#lib/detect/assess.ts';
import type { Assessed } from '#lib/detect/rule.ts';
import { keysOfDevices } from '#lib/store/devices.ts';
import type { Store } from '#lib/store/open-store.ts';
import { type ClosureEvidence, loadEvidence } from './load-evidence.ts';

export interface Question {
  /** What was true then. ISO 8601, UTC; without it, now. */
  readonly asOf?: string;
  /** By what was received and said until then. */
  readonly knownAt?: string;
}

/** Folds a device in memory, with today's rules, and keeps nothing. Undefined when there was no such device by what was known. */
export async function askDevice(store: Store, deviceId: string, { asOf, knownAt }: Question = {}): Promise<Assessed | undefined> {
  const at = asOf ?? new Date().toISOString();
  const loaded = await evidenceOfDevice(store, deviceId, knownAt === undefined ? { at } : { at, knownAt });
  if (loaded === undefined) return undefined;
  return assess(loaded.evidence).assessed.find(({ device }) => device.id === deviceId);
}

/** Everything that has to be judged together with a device; undefined when there is no such device. */
export async function evidenceOfDevice(
  store: Store,
  deviceId: string,
  options: { readonly at: string; readonly knownAt?: string },
): Promise<ClosureEvidence | undefined> {
  const keys = (await keysOfDevices(store.pool, [deviceId])).map(({ key }) => key);
  const loaded = await loadEvidence(store.pool, { artifacts: [], keys }, options);
  return loaded.find(({ closure }) => [...closure.deviceOf.values()].includes(deviceId));
}
