import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sha256Hex } from '#lib/encoding/digest.ts';
import { recordStatement } from '#lib/ingest/record-statement.ts';
import { fleetCounts } from '#lib/store/fleet-counters.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { makeSampleAuthorities, type SampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { launch, type WatchedProcess } from '#scripts/child-process.ts';
import { ROOT } from '#scripts/root.ts';
import { AT_ONCE, handIn } from './acknowledge.ts';
import { makeBareTransactions } from './bare-transactions.ts';
import type { BenchServer } from './bench-server.ts';
import { concurrently } from './concurrently.ts';
import { FILES_PER_DEVICE, filesOfDevice } from './device-files.ts';
import { compare, type Figure } from './harness.ts';

const DEVICES = 50;
const TARGET = 0.3;
/** Of a device whose deltas explain every part that an inspection saw and its base doesn't have. */
const VERDICT = 'changed-authorized';
const POLL_MS = 20;
const SETTLED_WITHIN_MS = 600_000;

/** Uploads from the first byte until everything that follows from them is in the tables, by the worker process as it is started. */
export async function benchSettle(server: BenchServer, { rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const url = await server.makeDatabase('settle');
  const store = openStore(url, { connections: AT_ONCE });
  const bare = await makeBareTransactions(url, { connections: AT_ONCE });
  const authorities = makeSampleAuthorities();
  await trust(store, authorities);
  const worker = startWorker(url, server.folder);
  server.beforeEnd(worker.stop);
  let made = 0;
  let files: readonly Uint8Array[] = [];
  try {
    const figure = await compare({
      name: 'settle',
      ours: `${DEVICES} devices with ${FILES_PER_DEVICE} files each, ${AT_ONCE} uploads at a time: taken in, parsed, verified with two anchors, folded, persisted`,
      yardstick: `as many transactions that insert the same bytes and one job, ${AT_ONCE} at a time`,
      direction: 'at-least',
      target: TARGET,
      rounds,
      perRound: DEVICES * FILES_PER_DEVICE,
      prepare: async () => {
        files = Array.from({ length: DEVICES }, (_, index) => filesOfDevice(made + index + 1, authorities)).flat();
        made += DEVICES;
      },
      runOurs: async () => {
        await concurrently(files, { atOnce: AT_ONCE }, (bytes) => handIn(store, { bytes }));
        await untilSettled(store, worker);
      },
      runYardstick: () => bare.run(files, { atOnce: AT_ONCE }),
    });
    await expectSettled(store, made);
    return [figure];
  } finally {
    await worker.stop();
    await bare.close();
    await store.close();
  }
}

/** The worker process as `npm start` starts it. */
export function startWorker(databaseUrl: string, folder: string): WatchedProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, DATABASE_URL: databaseUrl, NODE_ENV: 'production' };
  return launch({ name: 'worker', words: [join(ROOT, 'lib', 'worker', 'main.ts')], env, log: join(folder, 'worker.log') });
}

/** Trusts those who signed the samples. */
export async function trust(store: Store, { tpmVendor, vendor }: SampleAuthorities): Promise<void> {
  for (const { certificate } of [tpmVendor, vendor]) {
    await recordStatement(store, {
      kind: 'anchor',
      action: 'add',
      sha256: sha256Hex(certificate),
      certificate: Buffer.from(certificate).toString('base64'),
      label: 'bench',
      author: 'bench',
      at: new Date().toISOString(),
      reason: 'benchmark',
    });
  }
}

async function untilSettled(store: Store, worker: WatchedProcess): Promise<void> {
  const until = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const { rowCount } = await store.pool.query("SELECT 1 FROM submission WHERE status IN ('received', 'read') LIMIT 1");
    if (rowCount === 0) return;
    if (Date.now() > until) throw new Error(`the worker didn't settle the uploads:\n${worker.lastLines()}`);
    await pause(POLL_MS);
  }
}

/** A figure of work that wasn't done is no figure: every device has to come out as its files say. */
async function expectSettled(store: Store, devices: number): Promise<void> {
  const { byTrust } = await fleetCounts(store);
  if (byTrust[VERDICT] !== devices) throw new Error(`of ${devices} devices, these verdicts came out: ${JSON.stringify(byTrust)}`);
}
