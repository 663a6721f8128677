import type { PlatformIdentity, Property, Unit } from '#lib/component/types.ts';
import type { Warning } from '#lib/encoding/parse-error.ts';

/** One part as a collector reported it, with the JSON that it was read from. */
export interface InventoryComponent extends Unit {
  /** JSON path in the file, such as `COMPONENTS[2]`. */
  readonly path: string;
  /** The source's own object, shown beside the normalized one. */
  readonly raw: unknown;
}

/** What a collector saw on one device at one moment. */
export interface Inventory {
  readonly kind: 'inventory';
  /** `paccor`, later `dell-scv`, `intel-dpd` … */
  readonly format: string;
  /** Version of the mapping that made `components` out of the raw values. */
  readonly mappingVersion: number;
  readonly platform: PlatformIdentity;
  readonly components: readonly InventoryComponent[];
  readonly properties: readonly Property[];
  /** Digest of the component set, independent of order. */
  readonly digest: string;
  readonly warnings: readonly Warning[];
}
