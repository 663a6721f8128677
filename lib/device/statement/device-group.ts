import { normalizeText } from '#lib/component/normalize.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';

/** The devices that a line of a governing table is about. An empty list doesn't limit the group. */
export interface DeviceGroup {
  /** Makers of the platform, compared as names are. */
  readonly manufacturers: readonly string[];
  readonly models: readonly string[];
  /** Ids of devices, or what else a statement may call one. */
  readonly devices: readonly string[];
}

/** The device that is asked about. */
export interface AskedDevice extends Pick<PlatformIdentity, 'manufacturer' | 'model'> {
  /** Whether a name that a line uses is this device's; null while that isn't known, and then every device fits. */
  readonly isDevice: ((name: string) => boolean) | null;
}

/** Whether a device is one of the group. */
export function isInGroup({ manufacturers, models, devices }: DeviceGroup, { manufacturer, model, isDevice }: AskedDevice): boolean {
  return (
    isNamed(manufacturers, manufacturer) && isNamed(models, model) && (devices.length === 0 || isDevice === null || devices.some(isDevice))
  );
}

const isNamed = (names: readonly string[], name: string | null): boolean =>
  names.length === 0 || (name !== null && names.some((each) => normalizeText(each) === normalizeText(name)));
