import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 250;
const QUARTERS = [0.25, 0.5, 0.75, 1] as const;

/** Resident memory of a process while some work goes on, by how much of the work is done. */
export interface MemoryWatch {
  /** In MiB, at a quarter, a half, three quarters and the end of the work; of the last time that it was seen alive. */
  readonly atQuarters: () => readonly number[];
  /** The most in each quarter, in MiB. */
  readonly peaks: () => readonly number[];
  readonly stop: () => void;
}

/** Watches a process and those that it started, several times a second. @param done how much of its work is done, 0 to 1 */
export function watchMemory(pid: number, done: () => number): MemoryWatch {
  const seen: { readonly done: number; readonly mebibytes: number }[] = [];
  const timer = setInterval(() => {
    const mebibytes = residentOf(pid);
    if (mebibytes > 0) seen.push({ done: done(), mebibytes });
  }, EVERY_MS);
  const peakOf = (from: number, to: number): number =>
    Math.max(...seen.flatMap((each) => (each.done > from && each.done <= to ? [each.mebibytes] : [])));
  return {
    atQuarters: () => QUARTERS.map((share) => seen.findLast((each) => each.done <= share)?.mebibytes ?? Number.NaN),
    peaks: () => QUARTERS.map((share) => peakOf(share - 0.25, share)),
    stop: () => clearInterval(timer),
  };
}

/** Zero once it ended. */
function residentOf(pid: number): number {
  try {
    const kibibytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
    return kibibytes / 1024 + childrenOf(pid).reduce((sum, child) => sum + residentOf(child), 0);
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}
