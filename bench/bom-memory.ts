import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { LONG_BUDGET } from '#lib/worker/reading.ts';
import { COMMAND_LINE, heapFlags } from '#scripts/heap-flags.mjs';
import { ROOT } from '#scripts/root.ts';
import { type Figure, median } from './harness.ts';

const MEBIBYTE = 1024 * 1024;
const PROCESS = join(ROOT, 'bench', 'bom-memory-process.ts');

/** What the child process prints: kibibytes of resident memory. */
interface MemoryReport {
  readonly baseline: number;
  readonly peak: number;
}

/** `thread`: one with the limits that the worker gives its own. `main`: the process's own, with the flags of the command line. */
export type MemoryPlace = 'thread' | 'main';

const PLACES: Readonly<Record<MemoryPlace, { readonly title: string; readonly command: readonly string[] }>> = {
  thread: { title: 'a thread such as the worker has', command: [PROCESS, String(LONG_BUDGET.mebibytes)] },
  main: { title: 'its main thread, as the command line does', command: [...heapFlags(COMMAND_LINE), PROCESS] },
};

/** Peak of resident memory above what the process had before it opened the file, as a multiple of the file; a new process each round. */
export async function measureMemory({
  name,
  file,
  place,
  rounds,
  target,
}: {
  readonly name: string;
  readonly file: string;
  readonly place: MemoryPlace;
  readonly rounds: number;
  readonly target: number;
}): Promise<Figure> {
  const { size } = statSync(file);
  const above = Array.from({ length: rounds }, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...PLACES[place].command, file], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the process that reads a BOM ended with ${status}: ${stderr}`);
    // Of our own making.
    const { baseline, peak } = JSON.parse(stdout) as MemoryReport;
    return (peak - baseline) * 1024;
  });
  const [ours, yardstick] = [median(above) / MEBIBYTE, size / MEBIBYTE];
  const ratio = ours / yardstick;
  return {
    name,
    ours: `peak of resident memory of a process that reads the file on ${PLACES[place].title}, above what it had before it opened it`,
    yardstick: 'the size of the file',
    direction: 'at-most',
    target,
    rounds,
    perRound: 1,
    unit: 'MiB',
    oursMedian: ours,
    yardstickMedian: yardstick,
    ratio,
    processorRatio: null,
    met: ratio <= target,
  };
}
