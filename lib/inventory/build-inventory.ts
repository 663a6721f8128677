import { componentSetDigest } from '#lib/component/digest.ts';
import type { PlatformIdentity } from '#lib/component/types.ts';
import { type InventoryFormat, MAPPING_VERSIONS } from './mapping-versions.ts';
import type { Notes } from './members.ts';
import type { Inventory, InventoryComponent } from './types.ts';

/** What a reader found; what it leaves out, the file doesn't say. */
interface Found extends Partial<Pick<Inventory, 'collector' | 'properties' | 'measurements' | 'events' | 'isWhole' | 'reportedAt'>> {
  readonly format: InventoryFormat;
  readonly platform: PlatformIdentity;
  readonly components: readonly InventoryComponent[];
}

/** A platform of which nothing is said. */
export const NO_PLATFORM: PlatformIdentity = { manufacturer: null, model: null, version: null, serial: null };

/** The document of one inventory, with the version of its format's mapping and the digest of its components. */
export function buildInventory(found: Found, notes: Notes): Inventory {
  return {
    kind: 'inventory',
    collector: null,
    properties: [],
    measurements: [],
    events: [],
    isWhole: true,
    reportedAt: null,
    ...found,
    mappingVersion: MAPPING_VERSIONS[found.format],
    digest: componentSetDigest(found.components),
    warnings: notes.warnings,
  };
}
