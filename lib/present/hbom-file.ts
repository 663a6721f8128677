import { encodeHbom } from '#lib/cyclonedx/encode.ts';
import type { HbomVersion } from '#lib/cyclonedx/hbom.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import { type HbomSide, hbomOfDevice } from '#lib/device/hbom/device-hbom.ts';

/** The HBOM of a device as a file to take away; undefined when that side of it holds nothing. */
export function hbomFile(
  device: DeviceState,
  { side, version }: { readonly side: HbomSide; readonly version: HbomVersion },
): { readonly bytes: Uint8Array; readonly fileName: string } | undefined {
  const hbom = hbomOfDevice(device, side);
  if (hbom === null) return undefined;
  const name = (device.identity.serial ?? device.id).replaceAll(/[^\w.-]+/g, '_').slice(0, 60);
  return { bytes: encodeHbom(hbom, version), fileName: `hbom-${name}-${side}.cdx.json` };
}
