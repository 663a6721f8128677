import { DEVICE_ID_IN_TEXT } from '#lib/device/link/device-ids.ts';

/** A finding names no more of them; a text of a file may. */
const MAX_NAMED = 5;

/** Ids of devices in the detail of a finding, without the device that it is about: what may be one, for a page to look up. */
export function namedDevices({ device, detail }: { readonly device: string; readonly detail: string }): readonly string[] {
  const ids = new Set([...detail.matchAll(DEVICE_ID_IN_TEXT)].map(([id]) => id));
  ids.delete(device);
  return [...ids].slice(0, MAX_NAMED);
}
