import type { DeviceState } from '../device-state.ts';

/** A setting as the last start that is known tells it. */
export const SECURE_BOOT_STATES = ['off', 'unknown', 'on'] as const;
export type SecureBoot = (typeof SECURE_BOOT_STATES)[number];

/** Whether Secure Boot was on at the last start that is known. Only a quote shows that it was; that it was off, a log says against itself. */
export function secureBootOf({ boots }: Pick<DeviceState, 'boots'>): SecureBoot {
  const last = boots.at(-1);
  if (last === undefined) return 'unknown';
  return last.secureBoot === 'on' && !last.attested ? 'unknown' : last.secureBoot;
}
