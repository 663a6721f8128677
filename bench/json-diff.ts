import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '#scripts/root.ts';
import { type Figure, figureOf, median, type Spent } from './harness.ts';
import { changesOf, makeBom, makeChangedBom } from './made-boms.ts';

const PROCESS = join(ROOT, 'bench', 'json-diff-process.mjs');
const TOOLS = ['microdiff', 'jsondiffpatch by position', 'jsondiffpatch by bom-ref'] as const;
const SIZES = [10_000, 50_000] as const;
const KIBIBYTES = 1024;
/** The slowest takes up to a minute. */
const MAX_ROUNDS = 3;

/** What the process of one tool prints. */
interface DiffReport extends Spent {
  /** Peak of resident memory of the whole process, reading the files included. */
  readonly kibibytes: number;
  /** Components that it tells as changed, removed or added. */
  readonly changes: number;
}

interface DiffedPair {
  readonly count: number;
  readonly files: readonly string[];
  readonly rounds: number;
}

/** General tools that compare JSON beside our comparison of the same BOMs: what they take, and how much of what they tell is so. */
export async function benchJsonDiff({ rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  try {
    return SIZES.flatMap((count) => {
      const of = { count, seed: 'json diff' };
      const files = ['before.json', 'after.json'].map((name) => join(folder, name));
      for (const [index, make] of [makeBom, makeChangedBom].entries()) writeFileSync(files[index] ?? '', make('hardware', of));
      return figuresOf({ count, files, rounds: Math.min(rounds, MAX_ROUNDS) });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The tools in turn, round by round. One that ends without memory has no figure. */
function figuresOf({ count, files, rounds }: DiffedPair): readonly Figure[] {
  const { alone, revisions, removed, added } = changesOf(count);
  const wanted = alone + revisions + removed + added;
  const reports = Array.from({ length: rounds }, () => ['ours', ...TOOLS].map((tool) => reportOf(tool, files)));
  const ours = reports.flatMap(([report]) => report ?? []);
  if (ours.some(({ changes }) => changes !== wanted)) throw new Error(`ours told ${JSON.stringify(ours)}, wanted ${wanted}`);
  return TOOLS.flatMap((tool, index) => {
    const theirs = reports.flatMap((round) => round[index + 1] ?? []);
    const [first] = theirs;
    if (first === undefined || theirs.length < rounds) return [];
    const name = `JSON diff of ${count} hardware components, ${tool}`;
    const told = `${name} (tells ${first.changes} components as changed; ${wanted} are)`;
    return timeAndMemory({ name: told, count, rounds }, { ours, theirs });
  });
}

interface Named {
  readonly name: string;
  readonly count: number;
  readonly rounds: number;
}

interface Reports {
  readonly ours: readonly DiffReport[];
  readonly theirs: readonly DiffReport[];
}

function timeAndMemory({ name, count, rounds }: Named, { ours, theirs }: Reports): readonly Figure[] {
  const yardstick = 'our comparison of the same BOMs, unit by unit';
  const common = { yardstick, direction: 'at-most', target: null, rounds, perRound: count } as const;
  const time = figureOf(
    { ...common, name, ours: 'a comparison of two BOMs that were parsed, in a new process', onOneThread: true },
    { ours: [...theirs], yardstick: [...ours] },
  );
  const [oursMedian = Number.NaN, yardstickMedian = Number.NaN] = [theirs, ours].map((side) =>
    median(side.map(({ kibibytes }) => kibibytes / KIBIBYTES)),
  );
  const memory: Figure = {
    ...common,
    name: `${name}: memory`,
    ours: 'peak of resident memory of the whole process that reads the files and compares them',
    unit: 'MiB',
    oursMedian,
    yardstickMedian,
    ratio: oursMedian / yardstickMedian,
    processorRatio: null,
    met: null,
  };
  return [time, memory];
}

function reportOf(tool: string, files: readonly string[]): DiffReport | undefined {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROCESS, tool, ...files], { encoding: 'utf8' });
  if (status !== 0) {
    console.error(
      `${tool}: not measured, its process ended with ${status}: ${stderr.split('\n').find((line) => line.includes('rror')) ?? ''}`,
    );
    return undefined;
  }
  // Of our own making.
  return JSON.parse(stdout) as DiffReport;
}
