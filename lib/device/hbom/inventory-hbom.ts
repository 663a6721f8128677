import type { Hbom } from '#lib/cyclonedx/hbom.ts';
import type { Inventory } from '#lib/inventory/types.ts';
import { nestedParts } from './hbom-parts.ts';

/** The HBOM of one inventory: its units as reported. Whether it lists everything is not said in the file. */
export function hbomOfInventory({ platform, components }: Inventory): Hbom {
  const { manufacturer, model, version, serial } = platform;
  return {
    subject: { manufacturer, model, version, serial, ref: 'device', properties: [], references: [] },
    parts: nestedParts(components, (unit, index) => ({ ref: `component-${index + 1}`, unit, properties: [] })),
    completeness: 'unknown',
    annotations: [],
  };
}
