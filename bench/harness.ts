import { cpus } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** One comparison: how our way does against a yardstick doing the same amount of work, in the same run. */
export interface Comparison {
  readonly name: string;
  /** What a round does, for the reader of the figure. */
  readonly ours: string;
  readonly yardstick: string;
  /** `at-least`: ours per second over the yardstick's per second. `at-most`: our time over the yardstick's time. */
  readonly direction: 'at-least' | 'at-most';
  /** Null: a figure to read, without a mark that it has to reach. */
  readonly target: number | null;
  readonly rounds: number;
  /** Uploads or queries in one round; the same for both. */
  readonly perRound: number;
  /** Both sides do all their work in this process and wait for nothing but its threads: the ratio of processor times is told too. */
  readonly onOneThread?: boolean;
  /** Makes what the next round of both works on. Not timed. */
  readonly prepare?: () => Promise<void>;
  /** Each does one round of the same amount of work and returns nothing. */
  readonly runOurs: () => Promise<void>;
  readonly runYardstick: () => Promise<void>;
}

/** The measured figure of one comparison. */
export interface Figure extends Pick<Comparison, 'name' | 'ours' | 'yardstick' | 'direction' | 'target' | 'rounds' | 'perRound'> {
  /** Of the two medians. Time, unless something else was measured. */
  readonly unit: 'ms' | 'MiB';
  /** Median of the rounds. */
  readonly oursMedian: number;
  readonly yardstickMedian: number;
  readonly ratio: number;
  /** The ratio of the medians of processor time, which other programs on the machine disturb less. Null where waiting is part of the work. */
  readonly processorRatio: number | null;
  /** The two medians that it is made of, in milliseconds; absent where there is none. */
  readonly processorMs?: { readonly ours: number; readonly yardstick: number };
  /** By `ratio`. Null where there is no target. */
  readonly met: boolean | null;
}

/** Rounds of ours and of the yardstick in turn, after one warm-up of each; the ratio is that of the medians. */
export async function compare(comparison: Comparison): Promise<Figure> {
  const { runOurs, runYardstick, rounds } = comparison;
  const spent: SpentBoth = { ours: [], yardstick: [] };
  for (let round = 0; round <= rounds; round += 1) {
    await comparison.prepare?.();
    collectGarbage();
    const yardstickSpent = await timed(runYardstick);
    const oursSpent = await timed(runOurs);
    if (round === 0) continue;
    spent.yardstick.push(yardstickSpent);
    spent.ours.push(oursSpent);
  }
  return figureOf(comparison, spent);
}

/** The figure of rounds that were timed. */
export function figureOf(comparison: Omit<Comparison, 'prepare' | 'runOurs' | 'runYardstick'>, spent: SpentBoth): Figure {
  const { rounds, direction, target, name, ours, yardstick, perRound, onOneThread = false } = comparison;
  const ratioOf = (clock: keyof Spent): number => {
    const [oursMedian, yardstickMedian] = [spent.ours, spent.yardstick].map((side) => median(side.map((round) => round[clock])));
    if (oursMedian === undefined || yardstickMedian === undefined) return Number.NaN;
    return direction === 'at-least' ? yardstickMedian / oursMedian : oursMedian / yardstickMedian;
  };
  const ratio = ratioOf('wallMs');
  return {
    ...{ name, ours, yardstick, direction, target, rounds, perRound },
    unit: 'ms',
    oursMedian: median(spent.ours.map(({ wallMs }) => wallMs)),
    yardstickMedian: median(spent.yardstick.map(({ wallMs }) => wallMs)),
    ratio,
    processorRatio: onOneThread ? ratioOf('processorMs') : null,
    ...(onOneThread ? { processorMs: { ours: medianOf(spent.ours), yardstick: medianOf(spent.yardstick) } } : {}),
    met: isMet({ ratio, direction, target }),
  };
}

const medianOf = (side: readonly Spent[]): number => median(side.map(({ processorMs }) => processorMs));

function isMet({ ratio, direction, target }: Pick<Figure, 'ratio' | 'direction' | 'target'>): boolean | null {
  if (target === null) return null;
  return direction === 'at-least' ? ratio >= target : ratio <= target;
}

/** One line a figure, with the words "FALLS SHORT" where it does. */
export function figureLine({
  name,
  ratio,
  processorRatio,
  processorMs,
  direction,
  target,
  met,
  unit,
  oursMedian,
  yardstickMedian,
  rounds,
  perRound,
}: Figure): string {
  const wanted = target === null ? 'no target' : `${direction === 'at-least' ? 'at least' : 'at most'} ${target}`;
  const spent = processorMs === undefined ? '' : ` (${processorMs.ours.toFixed(1)} ms against ${processorMs.yardstick.toFixed(1)} ms)`;
  const processor = processorRatio === null ? '' : `, by processor time ${processorRatio.toFixed(2)}${spent}`;
  const times = `${oursMedian.toFixed(1)} ${unit} against ${yardstickMedian.toFixed(1)} ${unit} for ${perRound}, median of ${rounds}${processor}`;
  return `${name}: ${ratio.toFixed(2)} (${wanted}${met === false ? '; FALLS SHORT' : ''}); ${times}`;
}

/** The machine that the figures were measured on. */
export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model ?? 'unknown processor'}, Node ${process.versions.node}, ${process.platform}-${process.arch}`;
}

/** The value in the middle; of an even number, the upper one of the two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

setFlagsFromString('--expose-gc');
/** What making the files of a round leaves behind is nobody's to collect in the time that is measured. */
export const collectGarbage: () => void = runInNewContext('gc');

/** What one round took: by the clock on the wall, and of all threads of this process. */
export interface Spent {
  readonly wallMs: number;
  readonly processorMs: number;
}

/** Of each round, the first first. */
export interface SpentBoth {
  readonly ours: Spent[];
  readonly yardstick: Spent[];
}

/** Runs a round and tells what it took. */
export async function timed(work: () => Promise<void>): Promise<Spent> {
  const processor = process.cpuUsage();
  const began = performance.now();
  await work();
  const wallMs = performance.now() - began;
  const { user, system } = process.cpuUsage(processor);
  return { wallMs, processorMs: (user + system) / 1000 };
}
