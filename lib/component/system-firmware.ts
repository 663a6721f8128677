import { CLASS_REGISTRY } from './class-registry.ts';
import { normalizeText } from './normalize.ts';
import { isPlaceholder } from './placeholder.ts';
import type { ComponentClass, Unit } from './types.ts';

/** Values of the TCG registry that tools give to the firmware that starts the platform. */
export const SYSTEM_FIRMWARE_VALUES: readonly string[] = ['00130000', '00130002', '00130003'];
/** Whole normalized models of documents without classes. */
const MODELS: readonly string[] = ['bios', 'uefi', 'system bios', 'system firmware'];

/** Whether a class says that a firmware is the one that starts the platform, as far as drifting class codes tell. */
export function isSystemFirmwareClass({ registry, value }: ComponentClass): boolean {
  return (
    registry === CLASS_REGISTRY.smbios || (registry === CLASS_REGISTRY.tcg && SYSTEM_FIRMWARE_VALUES.includes(value.trim().toUpperCase()))
  );
}

/**
 * Version of the firmware that starts the platform, as its source wrote it; null where no unit tells one. Firmware inside a part is that
 * part's. The SMBIOS registry writes the version where others write the model.
 * @spec TCG SMBIOS Component Class Registry 1.01
 */
export function systemFirmwareVersion(units: readonly Unit[]): string | null {
  const own = units.filter(({ category, nesting }) => category === 'firmware' && (nesting?.inside ?? null) === null);
  const system = own.find((unit) => (unit.class === null ? MODELS.includes(normalizeText(unit.model)) : isSystemFirmwareClass(unit.class)));
  if (system === undefined) return null;
  const version = system.class?.registry === CLASS_REGISTRY.smbios ? system.model : system.revision;
  return version === null || isPlaceholder(version) ? null : version.trim();
}
