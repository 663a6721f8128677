import { getHeapStatistics } from 'node:v8';
import { type Coverage, type Reached, reach, strike } from './coverage.ts';
import { type Draw, drawFrom, pick } from './draw.ts';
import { MAX_OCTETS, mutate } from './mutate.ts';
import type { Examine } from './properties.ts';
import { PropertyBroken } from './property-broken.ts';

/** A file that brought about what no file may. */
export interface Discovery {
  /** The same defect has the same key. */
  readonly key: string;
  readonly kind: 'native-error' | 'property' | 'slow' | 'memory';
  readonly detail: string;
  readonly bytes: Uint8Array;
  readonly seed: number;
  readonly execution: number;
  readonly how: string;
}

export interface CampaignOptions {
  readonly seeds: readonly Uint8Array[];
  readonly seed: number;
  readonly examine: Examine;
  readonly coverage: Coverage;
  /** Asked before each batch. */
  readonly goesOn: (executions: number) => boolean;
  readonly onDiscovery: (discovery: Discovery) => void;
  /** An input that ran what none had run before. */
  readonly onNewInput?: (bytes: Uint8Array) => void;
  /** Before an input is examined: what is at hand if that never ends. */
  readonly onBegin?: (bytes: Uint8Array) => void;
}

export interface CampaignResult {
  readonly executions: number;
  readonly corpus: number;
  readonly reached: Reached;
}

/** Inputs between two looks at the coverage: a look costs as much as a few of them. */
const BATCH = 64;
const THOROUGH_EVERY = 16;
/** Processor time for one input: files of this size take a hundredth. */
const SLOW_MS = 1500;
const MEMORY_BYTES = 400 * 1024 * 1024;

interface Input {
  readonly bytes: Uint8Array;
  readonly how: string;
  readonly execution: number;
}

/** Changes files, looks what they bring about, and goes on from those that reached new code, until it is told to stop. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const corpus = options.seeds.filter(({ length }) => length <= MAX_OCTETS);
  if (corpus.length === 0) throw new RangeError('a campaign needs seeds');
  const reached: Reached = new Map();
  for (const bytes of corpus) run({ bytes, how: ' seed', execution: 0 }, options);
  reach(reached, await options.coverage.take());
  let executions = 0;
  while (options.goesOn(executions)) {
    const batch = Array.from({ length: BATCH }, (_, index) => nextInput(corpus, { execution: executions + index, seed: options.seed }));
    executions += BATCH;
    for (const input of batch) run(input, options);
    const fresh = reach(reached, await options.coverage.take());
    if (fresh.size === 0) continue;
    for (const { bytes } of await thoseThatReached(fresh, batch, options)) {
      corpus.push(bytes);
      options.onNewInput?.(bytes);
    }
  }
  return { executions, corpus: corpus.length, reached };
}

function nextInput(corpus: readonly Uint8Array[], { execution, seed }: { execution: number; seed: number }): Input {
  const draw = drawOf(seed, execution);
  // Half of the time one of those that were found last.
  const recent = draw(2) === 0 ? corpus.slice(-32) : corpus;
  const { bytes, how } = mutate(pick(recent, draw), { donor: pick(corpus, draw), draw });
  return { bytes, how, execution };
}

/** Every execution draws for itself, so that one can be made again without those before it. */
function drawOf(seed: number, execution: number): Draw {
  return drawFrom((Math.imul(seed, 0x9e3779b1) ^ Math.imul(execution + 1, 0x85ebca6b)) >>> 0);
}

/** Which inputs of a batch it was; the shortest where several did. */
async function thoseThatReached(
  fresh: Reached,
  batch: readonly Input[],
  { examine, coverage }: CampaignOptions,
): Promise<readonly Input[]> {
  const found: Input[] = [];
  for (const input of batch.toSorted((a, b) => a.bytes.length - b.bytes.length)) {
    attempt(() => examine(input.bytes, examination(input)));
    if (strike(fresh, await coverage.take())) found.push(input);
  }
  return found;
}

const examination = ({ execution }: Input): Parameters<Examine>[1] => ({
  thorough: execution % THOROUGH_EVERY === 0,
  draw: drawFrom(execution),
});

function attempt(work: () => void): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  }
}

function run(input: Input, { examine, onBegin, onDiscovery, seed }: CampaignOptions): void {
  onBegin?.(input.bytes);
  const before = spent();
  const error = attempt(() => examine(input.bytes, examination(input)));
  const after = spent();
  const tell = (kind: Discovery['kind'], key: string, detail: string): void =>
    onDiscovery({ kind, key, detail, bytes: input.bytes, how: input.how, execution: input.execution, seed });
  if (error !== undefined) tell(error instanceof PropertyBroken ? 'property' : 'native-error', keyOf(error), detailOf(error));
  if (after.ms - before.ms > SLOW_MS) tell('slow', 'slow', `${Math.round(after.ms - before.ms)} ms for ${input.bytes.length} octets`);
  const grown = after.bytes - before.bytes;
  if (grown > MEMORY_BYTES) tell('memory', 'memory', `${Math.round(grown / 1024 / 1024)} MiB for ${input.bytes.length} octets`);
}

function spent(): { readonly ms: number; readonly bytes: number } {
  const { user, system } = process.threadCpuUsage();
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return { ms: (user + system) / 1000, bytes: heap + external };
}

/** Where it was thrown, without the message, which may repeat the file. */
export function keyOf(error: unknown): string {
  if (error instanceof PropertyBroken) return error.message.replaceAll(/\d+/g, 'n').slice(0, 120);
  if (!(error instanceof Error)) return `thrown: ${typeof error}`;
  const frame = error.stack?.split('\n').find((line) => line.includes('/lib/') || line.includes('/fuzz/')) ?? '';
  return `${error.name} ${frame
    .trim()
    .replace(/^at /, '')
    .replace(/file:\/\/\S*?\/(lib|fuzz)\//, '$1/')}`.slice(0, 160);
}

function detailOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message).slice(0, 4000) : String(error);
}
