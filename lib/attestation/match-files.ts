import { concatBytes, equalBytes, toHex } from '#lib/encoding/bytes.ts';
import { TPM_HASHES, type TpmHash, tpmDigest } from '#lib/tpm/algorithms.ts';
import { entriesOf, entryCount, type ImaEntry, type ImaLog, type ImaRun, isOfFile, placedRuns } from '#lib/tpm/ima-entries.ts';
import { bootAggregate } from '#lib/tpm/ima-log.ts';

/** A file that the kernel measured and nothing lists. */
export interface UnlistedFile {
  /** As the kernel wrote it when it measured the file. */
  readonly path: string;
  readonly algorithm: string;
  /** Lower-case hexadecimal. */
  readonly digest: string;
  /** Index in the list. */
  readonly index: number;
}

/** Files that are told one by one; the others are counted. */
export const MAX_UNLISTED_TOLD = 1000;

/** What a measurement list says of the files that a device used. */
export interface FileMatches {
  /** Entries that count: those that the PCR stands for. */
  readonly entries: number;
  /** Files that a source lists. */
  readonly listed: number;
  /** Files that none lists, each path with each digest once; the first MAX_UNLISTED_TOLD. */
  readonly unlisted: readonly UnlistedFile[];
  /** All of them. */
  readonly unlistedCount: number;
  /** Files that changed while they were read, so that their digest says nothing. */
  readonly violations: readonly string[];
  /** Whether the first entry sums up the PCRs of this boot; `unknown` without such an entry, or where a PCR isn't known. */
  readonly bootAggregate: 'match' | 'mismatch' | 'unknown';
}

/** What is compared. */
export interface FileMatchInput {
  readonly imaLog: ImaLog;
  /** Entries that PCR 10 stands for; null where nothing attests the list, so that all of it is only told. */
  readonly attestedEntries: number | null;
  /** `sha256:` and hexadecimal digits, of every file that a BOM, a manifest or an accepted boot lists; null where nothing is to be looked up. */
  readonly known: ReadonlySet<string> | null;
  /** What PCRs of the boot hold, by bank; undefined where it isn't known. */
  readonly valueIn: (hash: number, pcr: number) => Uint8Array | undefined;
}

const AGGREGATE = 'boot_aggregate';

/** Looks each measured file up by its digest: the path is what the kernel was told, and the same file may have many. */
export function matchFiles({ imaLog, attestedEntries, known, valueIn }: FileMatchInput): FileMatches {
  const entries = Math.min(entryCount(imaLog), attestedEntries ?? Number.POSITIVE_INFINITY);
  const found = known === null ? NOT_LOOKED_UP : lookUp(entriesOf(imaLog).slice(0, entries), known);
  const first = entries === 0 ? undefined : imaLog.runs[0]?.[0];
  return { entries, ...found, violations: violationsIn(imaLog, entries), bootAggregate: aggregateOf(first, valueIn) };
}

type Found = Pick<FileMatches, 'listed' | 'unlisted' | 'unlistedCount'>;

const NOT_LOOKED_UP: Found = { listed: 0, unlisted: [], unlistedCount: 0 };

function lookUp(entries: readonly ImaEntry[], known: ReadonlySet<string>): Found {
  const unlisted = new Map<string, UnlistedFile>();
  const isSum = sumsUp(entries[0]);
  let listed = 0;
  for (const [index, entry] of entries.entries()) {
    const { path, templateData, algorithm, fileDigest } = entry;
    if (isSum(entry) || templateData === null || !isOfFile(entry)) continue;
    const digest = toHex(fileDigest);
    if (known.has(`${algorithm}:${digest}`)) listed += 1;
    else {
      const key = `${digest} ${path}`;
      if (!unlisted.has(key)) unlisted.set(key, { path, algorithm, digest, index });
    }
  }
  return { listed, unlisted: [...unlisted.values()].slice(0, MAX_UNLISTED_TOLD), unlistedCount: unlisted.size };
}

/**
 * Whether an entry is the sum of the boot: the first one, and those of kernels that were started from it by the same sum. A file may have that name too: the
 * kernel writes the bare name of one that lies in no directory.
 */
function sumsUp(first: ImaEntry | undefined): (entry: ImaEntry) => boolean {
  if (first?.path !== AGGREGATE) return () => false;
  return ({ path, fileDigest }) => path === AGGREGATE && equalBytes(fileDigest, first.fileDigest);
}

/** The first of the violations among so many entries. Runs are asked once for all lists that have them. */
function violationsIn(log: ImaLog, entries: number): readonly string[] {
  const violations = placedRuns(log).flatMap(({ run, from }) => {
    if (from + run.length <= entries) return violationsOfRun(run);
    return from < entries ? violationsAmong(run.slice(0, entries - from)) : [];
  });
  return violations.slice(0, MAX_UNLISTED_TOLD);
}

const violated = new WeakMap<ImaRun, readonly string[]>();

function violationsOfRun(run: ImaRun): readonly string[] {
  const known = violated.get(run) ?? violationsAmong(run);
  violated.set(run, known);
  return known;
}

const violationsAmong = (entries: readonly ImaEntry[]): readonly string[] =>
  entries.flatMap(({ path, templateData }) => (templateData === null ? [path] : []));

/** Kernels before 5.8 summed up eight PCRs with every hash function, later ones ten but with SHA-1. */
function aggregateOf(first: ImaEntry | undefined, valueIn: FileMatchInput['valueIn']): FileMatches['bootAggregate'] {
  const hash = TPM_HASHES.find(({ name }) => name === first?.algorithm);
  if (first?.path !== AGGREGATE || first.templateData === null || hash === undefined) return 'unknown';
  const own = (pcr: number) => valueIn(hash.id, pcr);
  const wanted = [bootAggregate(hash.name, own), eightPcrs(hash, own)].filter((digest) => digest !== null);
  if (wanted.length === 0) return 'unknown';
  return wanted.some((digest) => equalBytes(digest, first.fileDigest)) ? 'match' : 'mismatch';
}

function eightPcrs({ name }: TpmHash, own: (pcr: number) => Uint8Array | undefined): Uint8Array | null {
  const values = [0, 1, 2, 3, 4, 5, 6, 7].map(own).filter((value) => value !== undefined);
  return values.length < 8 ? null : tpmDigest(name, concatBytes(values));
}
