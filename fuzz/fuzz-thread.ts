import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type Discovery, keyOf, runCampaign } from './campaign.ts';
import { NO_COVERAGE, shareOf, startCoverage } from './coverage.ts';
import { drawFrom } from './draw.ts';
import { minimize } from './minimize.ts';
import type { Examine } from './properties.ts';

/** What one thread is to do. */
export interface FuzzTask {
  /** Of a format. */
  readonly slug: string;
  readonly seed: number;
  readonly minutes: number;
  /** Changed files after which it ends, whatever time is left. */
  readonly executions: number;
  /** Whether it looks which code each file reaches. Without, several times as many files are examined, and none becomes a seed. */
  readonly isGuided: boolean;
  /** Inputs and discoveries are written below it. */
  readonly folder: string;
  /** Shared: two numbers, the length of the input that is being examined and how many there were, then its octets. */
  readonly current: SharedArrayBuffer;
}

/** What it did. */
export interface FuzzReport {
  readonly executions: number;
  readonly corpus: number;
  readonly seeds: number;
  readonly discoveries: readonly {
    readonly key: string;
    readonly kind: string;
    readonly file: string;
    readonly octets: number;
    readonly detail: string;
  }[];
  readonly shares: readonly (readonly [folder: string, share: { readonly ran: number; readonly all: number }])[];
}

const MINIMIZE_MS = 5000;
const MAX_RESUMED = 2000;

// Handed over by main.ts.
const task: FuzzTask = workerData;
const coverage = task.isGuided ? await startCoverage('/lib/') : NO_COVERAGE;
// Loaded only now, so that the engine knows its blocks.
const { examine } = await import('./properties.ts');
const { allSeeds, seedsOf, slugOf } = await import('./seeds.ts');
const { FORMATS } = await import('#lib/artifact/formats.ts');

const format = FORMATS.find((each) => slugOf(each) === task.slug);
if (format === undefined) throw new Error(`no format ${task.slug}`);
const corpusFolder = join(task.folder, 'corpus');
mkdirSync(corpusFolder, { recursive: true });
const seeds = seedsOf(format, allSeeds());
const earlier = readdirSync(corpusFolder)
  .slice(0, MAX_RESUMED)
  .map((name) => new Uint8Array(readFileSync(join(corpusFolder, name))));
const until = Date.now() + task.minutes * 60_000;
const [header, octets] = [new Int32Array(task.current, 0, 2), new Uint8Array(task.current, 8)];
const found = new Map<string, FuzzReport['discoveries'][number]>();

const { executions, corpus, reached } = await runCampaign({
  seeds: [...seeds, ...earlier],
  seed: task.seed,
  examine,
  coverage,
  goesOn: (done) => done < task.executions && Date.now() < until,
  onBegin(bytes) {
    header[0] = bytes.length;
    header[1] = (header[1] ?? 0) + 1;
    octets.set(bytes.subarray(0, octets.length));
  },
  onNewInput: (bytes) => writeFileSync(join(corpusFolder, digestOf(bytes)), bytes),
  onDiscovery: keep,
});
await coverage.stop();
const report: FuzzReport = { executions, corpus, seeds: seeds.length, discoveries: [...found.values()], shares: [...shareOf(reached)] };
parentPort?.postMessage(report);

/** A candidate for a golden sample: made small, with all that makes it again beside it. */
function keep(discovery: Discovery): void {
  if (found.has(discovery.key)) return;
  const small = smallest(discovery);
  const file = join(task.folder, `${discovery.kind}-${digestOf(Buffer.from(discovery.key))}`);
  const { bytes: _, ...told } = discovery;
  writeFileSync(`${file}.bin`, small);
  writeFileSync(`${file}.json`, `${JSON.stringify({ ...told, format: task.slug, octets: small.length }, null, 2)}\n`);
  found.set(discovery.key, {
    key: discovery.key,
    kind: discovery.kind,
    file: `${file}.bin`,
    octets: small.length,
    detail: discovery.detail,
  });
}

function smallest({ key, kind, bytes, execution }: Discovery): Uint8Array {
  if (kind === 'slow' || kind === 'memory') return bytes;
  const limit = Date.now() + MINIMIZE_MS;
  return minimize(
    bytes,
    (shorter) => keyWith(examine, shorter, execution) === key,
    () => Date.now() < limit,
  );
}

function keyWith(look: Examine, bytes: Uint8Array, execution: number): string | undefined {
  try {
    look(bytes, { thorough: true, draw: drawFrom(execution) });
    return undefined;
  } catch (error) {
    return keyOf(error);
  }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
