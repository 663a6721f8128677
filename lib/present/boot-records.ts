import type { BootEventView, ChosenBoot } from './firmware-view.ts';
import type { RuntimeView } from './runtime-view.ts';

/** Which records of a start are shown; what is left out filters nothing. */
export interface RecordFilter {
  readonly pcr?: number | undefined;
  /** Name of a type of record. */
  readonly type?: string | undefined;
  /** What a record says somewhere, in any case and width. */
  readonly text?: string | undefined;
  /** Those alone that differ from the start that it is compared with. */
  readonly differing?: boolean | undefined;
}

/** The records of a start that meet a filter, and what can be chosen. */
export interface BootRecords {
  readonly events: readonly BootEventView[];
  /** Null where no answer of this start tells of any. */
  readonly runtime: RuntimeView | null;
  /** Types that a record of either log has, in the order of their names. */
  readonly types: readonly string[];
  /** The register and the type that are in force: one that no record has is none. */
  readonly pcr: number | null;
  readonly type: string | null;
}

/** Filters both logs of a start: records have to meet all that is asked. Those of the service manager are compared with no other start. */
export function recordsOf({ events, registers, runtime }: ChosenBoot, filter: RecordFilter): BootRecords | null {
  if (events === null) return null;
  const types = [...new Set([...events, ...(runtime?.records ?? [])].map(({ type }) => type))].sort();
  const pcr = registers.find((each) => each === filter.pcr) ?? null;
  const type = types.find((each) => each === filter.type) ?? null;
  const sought = folded(filter.text ?? '').trim();
  const isShown = (record: Shown): boolean =>
    (pcr === null || record.pcr === pcr) && (type === null || record.type === type) && (sought === '' || saysText(record, sought));
  return {
    events: events.filter((event) => isShown(event) && (filter.differing !== true || event.differs)),
    runtime: runtime === null ? null : { ...runtime, records: runtime.records.filter(isShown) },
    types,
    pcr,
    type,
  };
}

interface Shown extends Pick<BootEventView, 'type' | 'says' | 'digest'> {
  readonly pcr: number | null;
  readonly details?: readonly string[];
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

const saysText = ({ says, type, digest, details = [] }: Shown, sought: string): boolean =>
  [says, type, digest, ...details].some((text) => folded(text).includes(sought));
