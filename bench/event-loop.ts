import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openStore, type Store } from '#lib/store/open-store.ts';
import type { BenchServer } from './bench-server.ts';
import { concurrently } from './concurrently.ts';
import type { Figure } from './harness.ts';
import { longestGap, makeToken, untilNone, upload, watchedLoop } from './hostile.ts';
import { makeBom } from './made-boms.ts';
import { startWorker } from './settle.ts';
import { buildProblem, startWeb } from './web-server.ts';

const COMPONENTS = 50_000;
const BOMS = 6;
const AT_ONCE = 2;
const ALLOWED_MS = 50;
const CALM_MS = 3000;

/** How long the event loop of the web server stands still while large BOMs are uploaded, and read by the worker. */
export async function benchEventLoop(server: BenchServer): Promise<readonly Figure[]> {
  const problem = buildProblem();
  if (problem !== undefined) throw new Error(`the web application could not be built: ${problem}`);
  const url = await server.makeDatabase('event_loop');
  const store = openStore(url, { connections: 2 });
  const loopFile = join(server.folder, 'event-loop.txt');
  const { address, process: web } = await startWeb({ url, folder: server.folder, env: watchedLoop(loopFile) });
  const worker = startWorker(url, server.folder);
  server.beforeEnd(async () => {
    await Promise.all([web.stop(), worker.stop()]);
  });
  try {
    const token = await makeToken(store);
    const handIn = (name: string, count: number) =>
      upload({ address, token, file: { name, bytes: makeBom('hardware', { count, seed: name }) } });
    await handIn('warm-up', 100);
    await pause(CALM_MS);
    const calmSince = Date.now();
    await pause(CALM_MS);
    const calmMs = longestGap(loopFile, calmSince);
    const boms = Array.from({ length: BOMS }, (_, index) => makeBom('hardware', { count: COMPONENTS, seed: `loop ${index}` }));
    const began = Date.now();
    await concurrently(boms, { atOnce: AT_ONCE }, (bytes) => upload({ address, token, file: { name: 'large-bom', bytes } }));
    await untilNone(store, "status IN ('received', 'read')");
    await pause(1000);
    await expectRead(store);
    const gapMs = longestGap(loopFile, began);
    console.error(`event loop: without uploads its longest gap was ${calmMs.toFixed(1)} ms`);
    return [figureOf(gapMs)];
  } finally {
    await Promise.all([web.stop(), worker.stop()]);
    await store.close();
  }
}

async function expectRead(store: Store): Promise<void> {
  const { rows } = await store.pool.query(
    `SELECT count(DISTINCT s.id)::int AS read FROM submission s JOIN document d ON d.sha256 = s.sha256
     WHERE s.file_name = 'large-bom' AND d.error IS NULL AND d.kind = 'cyclonedx-bom'`,
  );
  if (rows[0]?.read !== BOMS) throw new Error(`of ${BOMS} BOMs, ${rows[0]?.read} were read`);
}

const figureOf = (gapMs: number): Figure => ({
  name: 'event loop of the web server',
  ours: `its longest gap while ${BOMS} BOMs of ${COMPONENTS} components are uploaded, ${AT_ONCE} at a time, and read by the worker`,
  yardstick: `the ${ALLOWED_MS} ms that are allowed`,
  direction: 'at-most',
  target: 1,
  rounds: 1,
  perRound: BOMS,
  unit: 'ms',
  oursMedian: gapMs,
  yardstickMedian: ALLOWED_MS,
  ratio: gapMs / ALLOWED_MS,
  processorRatio: null,
  met: gapMs <= ALLOWED_MS,
});
