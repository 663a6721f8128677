/**
 * Entries of one run. A list grows at its end, so that each full run of it is one of every later list of the same boot too: what is kept of it, and what is
 * made of it, is kept and made once.
 */
export const RUN_ENTRIES = 128;
/** Entries of a long run, which so many runs become when the last of them is full: the list of a server that ran for months has few runs all the same. */
export const LONG_RUN_ENTRIES = 64 * RUN_ENTRIES;

/** One file that the kernel measured before it was used. */
export interface ImaEntry {
  /** Offset of the entry in the file. */
  readonly offset: number;
  readonly pcr: number;
  readonly template: string;
  /** Name of the hash function as the kernel writes it, such as `sha256`. */
  readonly algorithm: string;
  readonly fileDigest: Uint8Array;
  readonly path: string;
  /** Octets of `security.ima`, or of `security.evm`; null where the template has none, or the file none. */
  readonly signature: Uint8Array | null;
  /** What each bank is extended by the digest of; null for a violation, where the file changed while it was read. */
  readonly templateData: Uint8Array | null;
}

/** Whether an entry stands for a file: the kernel also measures what is handed to it as it stands, such as a command line or a key. */
export const isOfFile = ({ template }: Pick<ImaEntry, 'template'>): boolean => template !== 'ima-buf';

/** Entries that follow each other. */
export type ImaRun = readonly ImaEntry[];

/** What the kernel measured since it started, oldest first. */
export interface ImaLog {
  readonly form: 'ascii' | 'binary';
  /** The entries in runs, counted from the first: as many long ones as are full, then short ones, of which the last may not be. */
  readonly runs: readonly ImaRun[];
}

/** Entries in runs. */
export function runsOf(entries: readonly ImaEntry[]): readonly ImaRun[] {
  const long = entries.length - (entries.length % LONG_RUN_ENTRIES);
  return [...cut(entries.slice(0, long), LONG_RUN_ENTRIES), ...cut(entries.slice(long), RUN_ENTRIES)];
}

const cut = (entries: readonly ImaEntry[], size: number): readonly ImaRun[] =>
  Array.from({ length: Math.ceil(entries.length / size) }, (_, run) => entries.slice(run * size, (run + 1) * size));

/** A run, and how many entries stand before it. */
export interface PlacedRun {
  readonly run: ImaRun;
  readonly from: number;
}

/** Each run of a list with its place. */
export function placedRuns({ runs }: ImaLog): readonly PlacedRun[] {
  let from = 0;
  return runs.map((run) => {
    const placed = { run, from };
    from += run.length;
    return placed;
  });
}

/** How many entries a list has. */
export const entryCount = ({ runs }: ImaLog): number => runs.reduce((sum, run) => sum + run.length, 0);

/** All entries of a list, oldest first. Its work is that of the whole list: what is asked of many lists is asked run by run. */
export const entriesOf = ({ runs }: ImaLog): readonly ImaEntry[] => runs.flat();
