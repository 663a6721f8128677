import { Session } from 'node:inspector/promises';

/** For each source file, by address: an octet for each character, 1 where it ran. */
export type Ran = ReadonlyMap<string, Uint8Array>;

/** Which parts of the program ran, as the engine tells. */
export interface Coverage {
  /** What ran since the last time. */
  readonly take: () => Promise<Ran>;
  readonly stop: () => Promise<void>;
}

/**
 * Watches source files whose address holds `within`, block by block. Begins before they are loaded: the engine knows the blocks
 * of what it compiles from then on.
 */
export async function startCoverage(within: string): Promise<Coverage> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true, allowTriggeredUpdates: false });
  return {
    async take() {
      const { result } = await session.post('Profiler.takePreciseCoverage');
      const ran = result.filter(({ url }) => url.includes(within) && !url.includes('node_modules'));
      return new Map(ran.map(({ url, functions }) => [url, paint(functions)]));
    },
    async stop() {
      await session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}

/** Where nobody looks: nothing ever seems to be new. */
export const NO_COVERAGE: Coverage = { take: async () => new Map(), stop: async () => undefined };

interface Block {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** The engine names a block only where its count differs from the one around it, and outer ones first: each paints over those before. */
function paint(functions: readonly { readonly ranges: readonly Block[] }[]): Uint8Array {
  const blocks = functions.flatMap(({ ranges }) => ranges);
  const painted = new Uint8Array(Math.max(0, ...blocks.map(({ endOffset }) => endOffset)));
  for (const { startOffset, endOffset, count } of blocks) painted.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  return painted;
}

/** All that ran so far. */
export type Reached = Map<string, Uint8Array>;

/** Adds what ran to what was reached. @returns what of it is new; empty when nothing is */
export function reach(reached: Reached, ran: Ran): Reached {
  const fresh: Reached = new Map();
  for (const [url, painted] of ran) {
    const before = grown(reached.get(url), painted.length);
    reached.set(url, before);
    for (let at = 0; at < painted.length; at += 1) {
      if (painted[at] !== 1 || before[at] === 1) continue;
      before[at] = 1;
      const isNew = fresh.get(url) ?? new Uint8Array(painted.length);
      isNew[at] = 1;
      fresh.set(url, isNew);
    }
  }
  return fresh;
}

/** Takes out of what is sought what ran. @returns whether there was any */
export function strike(sought: Reached, ran: Ran): boolean {
  let found = false;
  for (const [url, wanted] of sought) {
    const painted = ran.get(url);
    if (painted === undefined) continue;
    for (let at = wanted.indexOf(1); at !== -1; at = wanted.indexOf(1, at + 1)) {
      if (painted[at] !== 1) continue;
      wanted[at] = 0;
      found = true;
    }
  }
  return found;
}

function grown(before: Uint8Array | undefined, length: number): Uint8Array {
  if (before !== undefined && before.length >= length) return before;
  const longer = new Uint8Array(length);
  if (before !== undefined) longer.set(before);
  return longer;
}

/** Characters that ran, and all, by folder below lib/. */
export function shareOf(reached: Reached): ReadonlyMap<string, { readonly ran: number; readonly all: number }> {
  const shares = new Map<string, { ran: number; all: number }>();
  for (const [url, painted] of reached) {
    const folder = /\/lib\/([^/]+)\//.exec(url)?.[1] ?? 'other';
    const share = shares.get(folder) ?? { ran: 0, all: 0 };
    shares.set(folder, share);
    share.all += painted.length;
    for (const octet of painted) share.ran += octet;
  }
  return shares;
}
