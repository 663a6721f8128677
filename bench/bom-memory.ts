import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '#scripts/root.ts';
import { type Figure, median } from './harness.ts';

const MEBIBYTE = 1024 * 1024;

/** What the child process prints: kibibytes of resident memory. */
export interface MemoryReport {
  /** After the schemas were compiled and a small BOM was read. */
  readonly baseline: number;
  /** The highest that it ever was, as the kernel counted it. */
  readonly peak: number;
}

/** Peak of resident memory above what the process had before it opened the file, as a multiple of the file; a new process each round. */
export async function measureMemory({
  name,
  file,
  rounds,
  target,
}: {
  readonly name: string;
  readonly file: string;
  readonly rounds: number;
  readonly target: number;
}): Promise<Figure> {
  const { size } = statSync(file);
  const above = Array.from({ length: rounds }, () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'bench', 'bom-memory-process.ts'), file], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the process that reads a BOM ended with ${status}: ${stderr}`);
    // Of our own making.
    const { baseline, peak } = JSON.parse(stdout) as MemoryReport;
    return (peak - baseline) * 1024;
  });
  const [ours, yardstick] = [median(above) / MEBIBYTE, size / MEBIBYTE];
  const ratio = ours / yardstick;
  return {
    name,
    ours: 'peak of resident memory of a process that reads the file, above what it had before it opened it',
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
