import { cpus } from 'node:os';

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
  /** Makes what the next round of both works on. Not timed. */
  readonly prepare?: () => Promise<void>;
  /** Each does one round of the same amount of work and returns nothing. */
  readonly runOurs: () => Promise<void>;
  readonly runYardstick: () => Promise<void>;
}

/** The measured figure of one comparison. */
export interface Figure extends Pick<Comparison, 'name' | 'ours' | 'yardstick' | 'direction' | 'target' | 'rounds' | 'perRound'> {
  /** Median of the rounds. */
  readonly oursMs: number;
  readonly yardstickMs: number;
  readonly ratio: number;
  /** Null where there is no target. */
  readonly met: boolean | null;
}

/** Rounds of ours and of the yardstick in turn, after one warm-up of each; the ratio is that of the medians. */
export async function compare(comparison: Comparison): Promise<Figure> {
  const { runOurs, runYardstick, rounds, direction, target, name, ours, yardstick, perRound } = comparison;
  const times: { ours: number[]; yardstick: number[] } = { ours: [], yardstick: [] };
  for (let round = 0; round <= rounds; round += 1) {
    await comparison.prepare?.();
    const yardstickMs = await timed(runYardstick);
    const oursMs = await timed(runOurs);
    if (round === 0) continue;
    times.yardstick.push(yardstickMs);
    times.ours.push(oursMs);
  }
  const oursMs = median(times.ours);
  const yardstickMs = median(times.yardstick);
  const ratio = direction === 'at-least' ? yardstickMs / oursMs : oursMs / yardstickMs;
  return {
    name,
    ours,
    yardstick,
    direction,
    target,
    rounds,
    perRound,
    oursMs,
    yardstickMs,
    ratio,
    met: isMet({ ratio, direction, target }),
  };
}

function isMet({ ratio, direction, target }: Pick<Figure, 'ratio' | 'direction' | 'target'>): boolean | null {
  if (target === null) return null;
  return direction === 'at-least' ? ratio >= target : ratio <= target;
}

/** One line a figure, with the words "FALLS SHORT" where it does. */
export function figureLine({ name, ratio, direction, target, met, oursMs, yardstickMs, rounds, perRound }: Figure): string {
  const wanted = target === null ? 'no target' : `${direction === 'at-least' ? 'at least' : 'at most'} ${target}`;
  const times = `${oursMs.toFixed(1)} ms against ${yardstickMs.toFixed(1)} ms for ${perRound}, median of ${rounds}`;
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

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
