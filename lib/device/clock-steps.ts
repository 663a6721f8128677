import type { ClockInfo } from '#lib/tpm/attest.ts';
import type { ClockStep } from './attestation-types.ts';

/** Clock, counters and firmware of a TPM at one answer. */
export interface ClockStamp extends ClockInfo {
  readonly firmwareVersion: bigint;
}

const COUNTER = 2 ** 32;
/** More steps than this between two answers of one key: the counter went back instead. */
const MOST_STEPS = 2 ** 31;

/**
 * What happened between two answers of one key. Counters and firmware version of a key outside the endorsement and platform hierarchies
 * have a constant added, so only their differences mean something, modulo 2^32.
 * @spec TPM 2.0 Library Part 1 section 36.7 (obfuscation); Part 2 section 10.11.1 (TPMS_CLOCK_INFO)
 */
export function clockSteps(before: ClockStamp, after: ClockStamp): readonly ClockStep[] {
  const resets = difference(before.resetCount, after.resetCount);
  const restarts = difference(before.restartCount, after.restartCount);
  const firmware: readonly ClockStep[] = before.firmwareVersion === after.firmwareVersion ? [] : ['tpm-firmware-changed'];
  if (resets >= MOST_STEPS || (resets === 0 && restarts >= MOST_STEPS)) return [...firmware, 'clock-went-back'];
  if (resets > 0) return [...firmware, 'rebooted'];
  if (restarts > 0) return [...firmware, 'resumed'];
  return after.clock < before.clock ? [...firmware, 'clock-went-back'] : firmware;
}

const difference = (before: number, after: number): number => (after - before + COUNTER) % COUNTER;
