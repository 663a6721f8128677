import { toHex } from '#lib/encoding/bytes.ts';
import { findTpmHash, type TpmHash, type TpmHashName, tpmDigest } from './algorithms.ts';
import { entryCount, type ImaLog, type ImaRun, placedRuns } from './ima-entries.ts';
import { extend } from './replay.ts';

/** Ends of a measurement list that are tried: it is read after the quote, and grows in between. */
export const MAX_LIST_ENDS = 4096;
/** Where the kernel measures files. @spec Linux kernel, CONFIG_IMA_MEASURE_PCR_IDX */
export const IMA_PCR = 10;

/** What PCR 10 held after an entry, bank by bank. */
export interface ListEnd {
  /** Entries up to there. */
  readonly entries: number;
  readonly values: ReadonlyMap<number, Uint8Array>;
}

/** What a measurement list replays to at each of its last ends, the last one first. Made as far as somebody looks. */
export type ListEnds = Iterable<ListEnd>;

interface Register {
  readonly bank: Pick<TpmHash, 'name' | 'size'>;
  readonly pcr: number;
}

/** What runs replay to, by register and by what it held before. It depends on the octets alone, and goes where the run goes. */
const replayed = new WeakMap<ImaRun, Map<string, Uint8Array>>();

/** What the register holds after each entry of a run, one value after the other: computed once for all lists that have the run there. */
function replayRun(run: ImaRun, before: Uint8Array, { bank, pcr }: Register): Uint8Array {
  const known = replayed.get(run) ?? new Map<string, Uint8Array>();
  replayed.set(run, known);
  const key = `${bank.name} ${pcr} ${toHex(before)}`;
  const values = known.get(key) ?? extendByRun(run, before, { bank, pcr });
  known.set(key, values);
  return values;
}

function extendByRun(run: ImaRun, before: Uint8Array, { bank: { name, size }, pcr }: Register): Uint8Array {
  const ones = new Uint8Array(size).fill(0xff);
  const values = new Uint8Array(run.length * size);
  let held = before;
  run.forEach((entry, index) => {
    if (entry.pcr === pcr) {
      const digest = entry.templateData === null ? ones : tpmDigest(name, entry.templateData);
      held = extend({ hash: name, before: held, digest });
    }
    values.set(held, index * size);
  });
  return values;
}

/** The values of a register run by run. */
function replayRuns({ runs }: ImaLog, register: Register): readonly Uint8Array[] {
  const { size } = register.bank;
  let before: Uint8Array = new Uint8Array(size);
  return runs.map((run) => {
    const values = replayRun(run, before, register);
    before = values.subarray(values.length - size);
    return values;
  });
}

/**
 * What a PCR holds after the entries of a measurement list, in one bank. Several lists that were read one after the other of one boot
 * replay to what the PCR held at each of them.
 * @returns null where the list has no entry for the PCR
 */
export function replayImaLog(log: ImaLog, { hash, pcr }: { readonly hash: TpmHashName; readonly pcr: number }): Uint8Array | null {
  if (!log.runs.some((run) => run.some((entry) => entry.pcr === pcr))) return null;
  const { length: size } = tpmDigest(hash, new Uint8Array());
  return (
    replayRuns(log, { bank: { name: hash, size }, pcr })
      .at(-1)
      ?.slice(-size) ?? null
  );
}

/** @param hashes  the banks that are asked for; one that isn't supported is left out */
export function listEnds(log: ImaLog, hashes: readonly number[]): ListEnds {
  const banks = hashes.flatMap((hash) => findTpmHash(hash) ?? []).map((bank) => ({ bank, runs: replayRuns(log, { bank, pcr: IMA_PCR }) }));
  const shortest = entryCount(log) - MAX_LIST_ENDS;
  return {
    *[Symbol.iterator]() {
      for (const [index, { run, from }] of [...placedRuns(log).entries()].reverse()) {
        for (let at = run.length - 1; at >= Math.max(0, shortest - from); at -= 1) {
          if (run[at]?.pcr !== IMA_PCR) continue;
          const values = banks.map(
            ({ bank: { id, size }, runs }) => [id, runs[index]?.subarray(at * size, (at + 1) * size) ?? new Uint8Array()] as const,
          );
          yield { entries: from + at + 1, values: new Map(values) };
        }
        if (from <= shortest) return;
      }
    },
  };
}

/** A list without an end for PCR 10. */
export const NO_ENDS: ListEnds = [];

/** The last end that is so; undefined where none is. */
export function findEnd(ends: ListEnds, isSo: (end: ListEnd) => boolean): ListEnd | undefined {
  for (const end of ends) if (isSo(end)) return end;
  return undefined;
}
