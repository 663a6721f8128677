import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fleetCounts } from '#lib/store/fleet-counters.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { launch, type WatchedProcess } from '#scripts/child-process.ts';
import { ROOT } from '#scripts/root.ts';
import { AT_ONCE } from './acknowledge.ts';
import { makeBareTransactions } from './bare-transactions.ts';
import type { BenchServer } from './bench-server.ts';
import { FILES_PER_DEVICE, filesOfDevice } from './device-files.ts';
import type { Figure } from './harness.ts';
import { makeToken } from './hostile.ts';
import { type MemoryWatch, watchMemory } from './memory-watch.ts';
import { startWorker, trust } from './settle.ts';
import { buildProblem, startWeb } from './web-server.ts';

const FLAT = 1.2;
const VERDICT = 'changed-authorized';
const POLL_MS = 500;
/** Without anything new for so long, it hangs. */
const STALLED_MS = 120_000;

/** `assay ingest` of a folder into a started server with its worker: how fast files are settled, and what the processes hold in memory. */
export async function benchBulk(server: BenchServer, { files: count }: { files: number }): Promise<readonly Figure[]> {
  const problem = buildProblem();
  if (problem !== undefined) throw new Error(`the web application could not be built: ${problem}`);
  const url = await server.makeDatabase('bulk');
  const store = openStore(url, { connections: 2 });
  const bare = await makeBareTransactions(url, { connections: AT_ONCE });
  const { address, process: web } = await startWeb({ url, folder: server.folder });
  const worker = startWorker(url, server.folder);
  server.beforeEnd(async () => {
    await Promise.all([web.stop(), worker.stop()]);
  });
  try {
    await trust(store, makeSampleAuthorities());
    const files = makeFolder(join(server.folder, 'folder'), count);
    const bareBegan = performance.now();
    await bare.run(files, { atOnce: AT_ONCE });
    const bareMs = performance.now() - bareBegan;
    const token = await makeToken(store);
    const { settledMs, watches } = await ingest({ store, server, address, token, web, worker, count });
    await expectSettled(store, count);
    return [
      settledFigure({ count, settledMs, bareMs }),
      ...Object.entries(watches).map(([name, watch]) => memoryFigure({ name, watch, count })),
    ];
  } finally {
    await Promise.all([web.stop(), worker.stop()]);
    await bare.close();
    await store.close();
  }
}

/** Certificates and inventories of many devices, as they would lie on a disk. @returns the same files, for the yardstick */
function makeFolder(folder: string, count: number): readonly Uint8Array[] {
  const authorities = makeSampleAuthorities();
  mkdirSync(folder);
  return Array.from({ length: count / FILES_PER_DEVICE }, (_, device) => {
    const files = filesOfDevice(device + 1, authorities);
    for (const [index, bytes] of files.entries()) {
      writeFileSync(join(folder, `device-${device + 1}-${index}.${bytes[0] === 0x7b ? 'json' : 'cer'}`), bytes);
    }
    return files;
  }).flat();
}

interface Ingesting {
  readonly store: Store;
  readonly server: BenchServer;
  readonly address: string;
  readonly token: string;
  readonly web: WatchedProcess;
  readonly worker: WatchedProcess;
  readonly count: number;
}

/** The server and the command have done what was handed in; the worker, what is settled. */
async function ingest(run: Ingesting): Promise<{ settledMs: number; watches: Readonly<Record<string, MemoryWatch>> }> {
  const { store, web, worker, count } = run;
  const done = { handedIn: 0, settled: 0 };
  const began = performance.now();
  const command = startCommand(run);
  const watches = {
    'web server': watchMemory(web.pid, () => done.handedIn),
    worker: watchMemory(worker.pid, () => done.settled),
    'assay ingest': watchMemory(command.pid, () => done.handedIn),
  };
  try {
    for (let changed = Date.now(); done.settled < 1; await pause(POLL_MS)) {
      const now = await countedShares(store, count);
      if (now.handedIn !== done.handedIn || now.settled !== done.settled) changed = Date.now();
      Object.assign(done, now);
      if (Date.now() - changed > STALLED_MS)
        throw new Error(`${JSON.stringify(done)}, and nothing more:\n${command.lastLines()}\n${worker.lastLines()}`);
    }
    const settledMs = performance.now() - began;
    await command.ended;
    if (!command.lastLines().includes(`${count} handed in, 0 handed in before, 0 refused`)) throw new Error(command.lastLines());
    return { settledMs, watches };
  } finally {
    for (const watch of Object.values(watches)) watch.stop();
    await command.stop();
  }
}

function startCommand({ server, address, token }: Ingesting): WatchedProcess {
  const words = [join(ROOT, 'lib', 'cli', 'main.ts'), 'ingest', join(server.folder, 'folder')];
  const env = { ...process.env, ASSAY_SERVER: address, ASSAY_TOKEN: token };
  return launch({ name: 'assay ingest', words, env, log: join(server.folder, 'ingest.log') });
}

async function countedShares(store: Store, count: number): Promise<{ readonly handedIn: number; readonly settled: number }> {
  const { rows } = await store.pool.query(
    `SELECT count(*)::int AS received, count(*) FILTER (WHERE status NOT IN ('received', 'read'))::int AS settled FROM submission`,
  );
  return { handedIn: Number(rows[0]?.received) / count, settled: Number(rows[0]?.settled) / count };
}

/** A figure of work that wasn't done is no figure. */
async function expectSettled(store: Store, count: number): Promise<void> {
  const { byTrust } = await fleetCounts(store);
  if (byTrust[VERDICT] !== count / FILES_PER_DEVICE)
    throw new Error(`of ${count / FILES_PER_DEVICE} devices, these verdicts came out: ${JSON.stringify(byTrust)}`);
}

function settledFigure({ count, settledMs, bareMs }: { count: number; settledMs: number; bareMs: number }): Figure {
  console.error(
    `bulk: ${((count / settledMs) * 1000).toFixed(1)} files a second settled, ${((count / bareMs) * 1000).toFixed(1)} bare transactions a second`,
  );
  return {
    name: `bulk: ${count} files settled`,
    ours: 'assay ingest of a folder over HTTP, each file looked up, handed in, parsed, verified, folded, persisted',
    yardstick: `as many transactions that insert the same bytes and one job, ${AT_ONCE} at a time, without HTTP`,
    direction: 'at-least',
    target: null,
    rounds: 1,
    perRound: count,
    unit: 'ms',
    oursMedian: settledMs,
    yardstickMedian: bareMs,
    ratio: bareMs / settledMs,
    processorRatio: null,
    met: null,
  };
}

function memoryFigure({ name, watch, count }: { name: string; watch: MemoryWatch; count: number }): Figure {
  const [, second = Number.NaN, , last = Number.NaN] = watch.peaks();
  const told = (values: readonly number[]): string => values.map((value) => Math.round(value)).join(', ');
  console.error(`bulk: ${name}: ${told(watch.atQuarters())} MiB at 25, 50, 75 and 100 %; peaks of the quarters ${told(watch.peaks())} MiB`);
  return {
    name: `bulk: memory of ${name}`,
    ours: `the most that it held in the last quarter of ${count} files`,
    yardstick: 'the most that it held in the second quarter',
    direction: 'at-most',
    target: FLAT,
    rounds: 1,
    perRound: count,
    unit: 'MiB',
    oursMedian: last,
    yardstickMedian: second,
    ratio: last / second,
    processorRatio: null,
    met: last / second <= FLAT,
  };
}
