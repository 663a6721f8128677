import type { Unit } from '#lib/component/types.ts';
import { baseOf, ekOf, evidenceOf, type HandedIn, handIn, inventoryOf, verifyByIssuer } from '#lib/testing/device-evidence.ts';
import { assembleDevices } from '../assemble.ts';
import type { DeviceState } from '../device-state.ts';
import type { Evidence } from '../evidence.ts';
import type { Difference } from '../types.ts';

// One device with a base certificate over two memory modules, what is handed in about it, and what differs then.

export type Part = Partial<Unit>;
export const dimm = (serial: string | null, over: Part = {}): Part => ({ serial, ...over });
export const disk = (serial: string): Part => ({
  serial,
  model: 'KD-1T',
  category: 'storage',
  class: { registry: '2.23.133.18.3.1', value: '00070002' },
});
export const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00Z`;
export const ek = ekOf('ek');
export const base = baseOf('base', [dimm('A'), dimm('B')]);
export const certified = [handIn(base, day(1)), handIn(ek, day(1))];

/** The device, where what was handed in makes one and no more. */
export function only(handed: readonly HandedIn[], over: Partial<Evidence> = {}): DeviceState {
  const { devices } = assembleDevices(evidenceOf(handed, { at: day(31), ...over }), { verify: verifyByIssuer });
  const [device, ...others] = devices;
  if (device === undefined || others.length > 0) throw new Error(`${devices.length} devices, and not one`);
  return device;
}

/** Differences of one comparison: kind, both serials, and what explains it. */
export const told = (device: DeviceState, scope: Difference['scope']) =>
  device.differences
    .filter((difference) => difference.scope === scope && difference.kind !== 'same')
    .map(({ kind, expected, observed, authorization }) => [kind, expected?.serial ?? null, observed?.serial ?? null, authorization]);
export const problems = (device: DeviceState) => device.problems.map(({ kind }) => kind);
export const seen = (label: string, parts: readonly Part[], at: string) => handIn(inventoryOf(label, parts), at);
