import type { PlatformIdentity, Property, Unit } from '#lib/component/types.ts';
import type { Warning } from '#lib/encoding/parse-error.ts';

/** Fields of a component that are read from one member of the source's row. */
export type SourcedField = 'class' | 'manufacturer' | 'model' | 'serial' | 'revision' | 'manufacturerId' | 'slot' | 'fieldReplaceable';

/** One part as a collector reported it, with the row that it was read from. */
export interface InventoryComponent extends Unit {
  /** Where the row stands in the file, such as `COMPONENTS[2]` or `Handle 0x0011`. */
  readonly path: string;
  /** The source's own row as JSON, shown beside the normalized one. */
  readonly raw: unknown;
  /** By field: the member of the row that the mapping took it from, as the source spells it. */
  readonly from: Readonly<Partial<Record<SourcedField, string>>>;
}

/** A time as a file writes it. Nothing proves it. */
export interface ReportedTime {
  readonly written: string;
  /** ISO 8601, UTC; a source without a zone is read as UTC. Null when it could not be read. */
  readonly iso: string | null;
  /** Why it can't be right: `before-1980`, `never-set` (midnight of a 1 January), `not-a-date`; null when it may be. */
  readonly implausible: 'before-1980' | 'never-set' | 'not-a-date' | null;
}

/** A digest that a collector says it measured: shown as reported, never as attested. */
export interface ReportedMeasurement {
  /** `PCR0`, `servo_fw_hash`: the source's own name. */
  readonly name: string;
  /** Lower-case hexadecimal digits. */
  readonly digest: string;
  readonly path: string;
}

/** Something that happened in the firmware, as the firmware's log says. */
export interface ReportedEvent {
  /** The subsystem, such as `HP_Sure_Start`. */
  readonly source: string;
  /** What happened, such as `Integrity violation`. */
  readonly what: string;
  /** What else the log says of it; null for nothing. */
  readonly message: string | null;
  readonly time: ReportedTime | null;
  readonly path: string;
}

/** What a collector saw on one device at one moment. */
export interface Inventory {
  readonly kind: 'inventory';
  /** `paccor`, `dell-scv`, `intel-dpd`, `seagate`, `hp`, `dmidecode`, `lshw`, `fwupd`. */
  readonly format: string;
  /** What the file says of its writer, such as `dmidecode 3.4`; null when it says nothing. */
  readonly collector: string | null;
  /** Version of the format's mapping that made `components` out of the raw values. */
  readonly mappingVersion: number;
  readonly platform: PlatformIdentity;
  readonly components: readonly InventoryComponent[];
  readonly properties: readonly Property[];
  readonly measurements: readonly ReportedMeasurement[];
  /** In the order of the file. */
  readonly events: readonly ReportedEvent[];
  /** False where the source itself shows that it left something out, as a table that was cut: then no kind of part counts as complete. */
  readonly isWhole: boolean;
  /** When it was collected, as the file says. */
  readonly reportedAt: ReportedTime | null;
  /** Digest of the component set, independent of order. */
  readonly digest: string;
  readonly warnings: readonly Warning[];
}
