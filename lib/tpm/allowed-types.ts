import { EVENT_TYPE, type EventTypeName } from './event-types.ts';

const EVERYWHERE: readonly EventTypeName[] = ['EV_NO_ACTION', 'EV_SEPARATOR', 'EV_ACTION', 'EV_EFI_ACTION'];
const CODE: readonly EventTypeName[] = [
  'EV_POST_CODE',
  'EV_POST_CODE2',
  'EV_EFI_PLATFORM_FIRMWARE_BLOB',
  'EV_EFI_PLATFORM_FIRMWARE_BLOB2',
  'EV_EFI_BOOT_SERVICES_DRIVER',
  'EV_EFI_RUNTIME_SERVICES_DRIVER',
  'EV_NONHOST_CODE',
  'EV_NONHOST_INFO',
  'EV_EFI_SPDM_FIRMWARE_BLOB',
];
const SETTINGS: readonly EventTypeName[] = [
  'EV_PLATFORM_CONFIG_FLAGS',
  'EV_TABLE_OF_DEVICES',
  'EV_NONHOST_CONFIG',
  'EV_EFI_HANDOFF_TABLES',
  'EV_EFI_HANDOFF_TABLES2',
  'EV_EFI_VARIABLE_BOOT',
  'EV_EFI_VARIABLE_BOOT2',
  'EV_EFI_VARIABLE_DRIVER_CONFIG',
  'EV_EVENT_TAG',
  'EV_EFI_SPDM_FIRMWARE_CONFIG',
];

/** PCRs of the firmware, and the types that it may write there; PCR 6 is the vendor's own, and from 8 on systems write as they like. */
const ALLOWED: Readonly<Record<number, readonly EventTypeName[]>> = {
  0: [...CODE, 'EV_S_CRTM_CONTENTS', 'EV_S_CRTM_VERSION', 'EV_EFI_HCRTM_EVENT', 'EV_EFI_HANDOFF_TABLES', 'EV_EFI_HANDOFF_TABLES2'],
  1: [...SETTINGS, 'EV_CPU_MICROCODE', 'EV_POST_CODE', 'EV_POST_CODE2', 'EV_EFI_PLATFORM_FIRMWARE_BLOB', 'EV_EFI_PLATFORM_FIRMWARE_BLOB2'],
  2: [...CODE, 'EV_EFI_BOOT_SERVICES_APPLICATION'],
  3: SETTINGS,
  4: ['EV_COMPACT_HASH', 'EV_IPL', 'EV_EFI_BOOT_SERVICES_APPLICATION', 'EV_EFI_BOOT_SERVICES_DRIVER', 'EV_EVENT_TAG'],
  5: ['EV_IPL_PARTITION_DATA', 'EV_EFI_GPT_EVENT', 'EV_EFI_GPT_EVENT2', 'EV_EFI_VARIABLE_BOOT', 'EV_EFI_VARIABLE_BOOT2', 'EV_EVENT_TAG'],
  7: ['EV_EFI_VARIABLE_DRIVER_CONFIG', 'EV_EFI_VARIABLE_AUTHORITY', 'EV_EFI_SPDM_DEVICE_POLICY', 'EV_EFI_SPDM_DEVICE_AUTHORITY'],
};

const BY_PCR = new Map(
  Object.entries(ALLOWED).map(([pcr, names]) => [Number(pcr), new Set([...EVERYWHERE, ...names].map((name): number => EVENT_TYPE[name]))]),
);

/**
 * Whether a record of the type may stand in the PCR. The type is not measured: whoever writes the log may retype a record, so that a
 * reader passes over it.
 * @spec TCG PC Client Platform Firmware Profile 1.06 section 3.3.4 and table 27
 */
export function isTypeAllowed(pcr: number, type: number): boolean {
  return BY_PCR.get(pcr)?.has(type) ?? true;
}
