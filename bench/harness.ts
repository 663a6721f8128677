import { cpus } from 'node:os';

/** One comparison: how our way does against a yardstick doing the same amount of work, in the same run. */
export interface Comparison {
  readonly name: string;
  /** What a round does, for the reader of the figure. */
  readonly ours: string;
  readonly yardstick: string;
  /** `at-least`: ours per second over the yardstick's per second. `at-most`: our time over the yardstick's time. */
  readonly direction: 'at-least' | 'at-most';
  readonly target: number;
  readonly rounds: number;
  /** Each does one round of the same amount of work and returns nothing. */
  readonly runOurs: () => Promise<void>;
  readonly runYardstick: () => Promise<void>;
}

/** The measured figure of one comparison. */
export interface Figure {
  readonly name: string;
  readonly ours: string;
  readonly yardstick: string;
  readonly oursMs: number;
  readonly yardstickMs: number;
  readonly ratio: number;
  readonly direction: Comparison['direction'];
  readonly target: number;
  readonly met: boolean;
  readonly rounds: number;
}

/** Rounds of ours and of the yardstick in turn, after one warm-up of each; the ratio is that of the medians. */
export async function compare(comparison: Comparison): Promise<Figure> {
  const { runOurs, runYardstick, rounds, direction, target, name, ours, yardstick } = comparison;
  await runYardstick();
  await runOurs();
  const times: { ours: number[]; yardstick: number[] } = { ours: [], yardstick: [] };
  for (let round = 0; round < rounds; round += 1) {
    times.yardstick.push(await timed(runYardstick));
    times.ours.push(await timed(runOurs));
  }
  const oursMs = median(times.ours);
  const yardstickMs = median(times.yardstick);
  const ratio = direction === 'at-least' ? yardstickMs / oursMs : oursMs / yardstickMs;
  const met = direction === 'at-least' ? ratio >= target : ratio <= target;
  return { name, ours, yardstick, oursMs, yardstickMs, ratio, direction, target, met, rounds };
}

/** One line a figure, with the words "falls short" where it does. */
export function figureLine({ name, ratio, direction, target, met, oursMs, yardstickMs, rounds }: Figure): string {
  const wanted = `${direction === 'at-least' ? 'at least' : 'at most'} ${target}`;
  const times = `${oursMs.toFixed(1)} ms against ${yardstickMs.toFixed(1)} ms, median of ${rounds}`;
  return `${name}: ${ratio.toFixed(2)} (${wanted}${met ? '' : '; FALLS SHORT'}); ${times}`;
}

/** The machine that the figures were measured on. */
export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model ?? 'unknown processor'}, Node ${process.versions.node}, ${process.platform}-${process.arch}`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
