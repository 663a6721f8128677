import type { DeviceState } from '../device-state.ts';
import { judgedStart, startsAgainstThemselves } from './judged-starts.ts';

/** A setting as the last start that is known tells it. */
export const SECURE_BOOT_STATES = ['off', 'unknown', 'on'] as const;
export type SecureBoot = (typeof SECURE_BOOT_STATES)[number];

/**
 * Whether Secure Boot was on at the start by which the device is judged. Only a quote shows that it was, and of that start alone; that it was off, a log says
 * against itself.
 */
export function secureBootOf({ boots, untoldStart }: Pick<DeviceState, 'boots' | 'untoldStart'>): SecureBoot {
  if (startsAgainstThemselves(boots).some(({ secureBoot }) => secureBoot === 'off')) return 'off';
  const judged = judgedStart(boots, (boot) => boot);
  return judged?.attested === true && untoldStart === null ? judged.secureBoot : 'unknown';
}
