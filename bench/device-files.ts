import { makeInventory } from '#lib/testing/inventories.ts';
import type { SampleAuthorities } from '#lib/testing/sample-authorities.ts';
import {
  baseOf,
  deltaOf,
  endorsementKeyOf,
  makeSampleDevice,
  memoryModule,
  type SampleComponent,
  type SampleDevice,
} from '#lib/testing/sample-device.ts';

/** One device's files: its EK certificate, its base, deltas that each add a memory module, and inventories that show them all. */
export const FILES_PER_DEVICE = 20;
const DELTAS = 4;
const INVENTORIES = FILES_PER_DEVICE - DELTAS - 2;

export function filesOfDevice(number: number, authorities: SampleAuthorities): readonly Uint8Array[] {
  const device = makeSampleDevice(number);
  const modules = Array.from({ length: DELTAS }, (_, index) => memoryModule(`${device.platform.serial}-A${index + 1}`));
  const base = baseOf(device, authorities);
  return [
    endorsementKeyOf(device, authorities),
    base,
    ...deltasOf({ device, authorities, base, modules }),
    ...inventoriesOf(device, modules),
  ];
}

interface Deltas {
  readonly device: SampleDevice;
  readonly authorities: SampleAuthorities;
  readonly base: Uint8Array;
  readonly modules: readonly SampleComponent[];
}

function deltasOf({ device, authorities, base, modules }: Deltas): readonly Uint8Array[] {
  const deltas: Uint8Array[] = [];
  for (const [index, module] of modules.entries()) {
    const after = deltas.at(-1) ?? base;
    const notBefore = new Date(Date.UTC(2025, index, 1)).toISOString();
    deltas.push(deltaOf({ device, authorities, order: index + 1, components: [{ ...module, status: 'added' }], notBefore, after }));
  }
  return deltas;
}

/** Equal in what they show, so that the order in which they come doesn't matter, and different files. */
function inventoriesOf(device: SampleDevice, modules: readonly SampleComponent[]): readonly Uint8Array[] {
  return Array.from({ length: INVENTORIES }, (_, index) =>
    makeInventory({
      platform: device.platform,
      components: [...device.components, ...modules],
      properties: [{ name: 'Report', value: String(index + 1) }],
    }),
  );
}
