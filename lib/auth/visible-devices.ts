import type { Principal } from './principal.ts';

/** Devices that a principal may see and submit for: `any`, or exactly the ids listed. */
export type VisibleDevices = 'any' | readonly string[];

/** Integrators see what was granted to them, everybody else the whole fleet. */
export function visibleDevices(principal: Principal): VisibleDevices {
  return principal.role === 'integrator' ? principal.grants : 'any';
}

/** A device that may not be seen is answered exactly like one that doesn't exist. */
export function maySeeDevice(principal: Principal, device: string): boolean {
  const visible = visibleDevices(principal);
  return visible === 'any' || visible.includes(device);
}

/** Whether a receipt belongs to the principal, or the principal may read everybody's. */
export function maySeeSubmission(principal: Principal, submittedBy: string): boolean {
  return principal.role !== 'integrator' || submittedBy === principal.name;
}
