import type { TrackedFinding } from '#lib/store/findings.ts';

/** A finding in a list over devices, as the API writes it. */
export function findingRowJson({ deviceId, ...finding }: TrackedFinding) {
  return { device: deviceId, ...finding };
}
