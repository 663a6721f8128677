/** Columns that somebody may choose, in the order of the table; trust and device stand before them always. */
export const FLEET_COLUMNS = [
  'serial',
  'lifecycle',
  'findings',
  'last-attested',
  'secure-boot',
  'last-observed',
  'last-changed',
  'firmware',
  'tier',
] as const;
export type FleetColumn = (typeof FLEET_COLUMNS)[number];

/** What fits a window of 1280 pixels without scrolling sideways, and tells what a device needs. */
export const USUAL_COLUMNS: readonly FleetColumn[] = ['serial', 'findings', 'last-attested', 'secure-boot', 'last-observed'];

/** How the table looks; what it holds is asked for by the filter. */
export interface FleetLook {
  readonly columns: readonly FleetColumn[];
  /** More rows on a screen. */
  readonly isCompact: boolean;
}

export const USUAL_LOOK: FleetLook = { columns: USUAL_COLUMNS, isCompact: false };

/** As the address names it; nothing of what is usual. `columns` is empty where none is chosen. */
export function lookParameters({ columns, isCompact }: FleetLook): Readonly<Record<string, string>> {
  const isUsual = columns.join() === USUAL_COLUMNS.join();
  return { ...(isUsual ? {} : { columns: columns.join() || NO_COLUMNS }), ...(isCompact ? { density: COMPACT } : {}) };
}

/** Stands for none beside trust and device; every form that chooses columns sends it, so that a choice of none is one. */
export const NO_COLUMNS = 'none';
export const COMPACT = 'compact';
