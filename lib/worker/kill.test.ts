import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { sha256Hex } from '#lib/encoding/digest.ts';
import type { Receipt } from '#lib/ingest/take-in.ts';
import { readArtifactBytes } from '#lib/store/artifacts.ts';
import { fleetCounts } from '#lib/store/fleet-counters.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { prepareDatabase } from '#lib/store/prepare-database.ts';
import { makeTestDatabase } from '#lib/store/testing/test-database.ts';
import { makeSampleFleet } from '#lib/testing/sample-fleet.ts';
import { startPostgres } from '#scripts/postgres.ts';
import { embeddedBinaries } from '#scripts/postgres-binaries.ts';

const ROUNDS = Number(process.env.KILL_ROUNDS ?? 5);
const ALL_ROUNDS = Array.from({ length: ROUNDS }, (_, round) => round);
const DEVICES = 60;
const STARTED_WITHIN_MS = 120_000;
const SETTLED_WITHIN_MS = 300_000;

interface Scene {
  readonly uploads: string;
  readonly receipts: string;
  readonly files: number;
  readonly devices: number;
}

function prepareScene(): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'assay-kill-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const uploads = join(folder, 'uploads');
  mkdirSync(uploads);
  const { stories } = makeSampleFleet({ count: DEVICES, now: '2026-06-01T00:00:00.000Z' });
  for (const { device, submissions } of stories) {
    submissions.forEach(({ bytes, fileName }, index) => {
      writeFileSync(join(uploads, `${String(device.number).padStart(4, '0')}-${index}-${fileName}`), bytes);
    });
  }
  return { uploads, receipts: join(folder, 'receipts'), files: readdirSync(uploads).length, devices: DEVICES };
}

function start(words: readonly string[], env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, words, {
    stdio: ['ignore', 'ignore', process.env.KILL_LOG === '1' ? 'inherit' : 'ignore'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const startUploader = (url: string, { uploads, receipts }: Scene, rounds: readonly number[]) =>
  start(['lib/worker/testing/uploader.ts', url, uploads, receipts, ...rounds.map(String)], {});
const startWorker = (url: string) => start(['lib/worker/main.ts'], { DATABASE_URL: url });

function ended(child: ChildProcess): Promise<unknown> {
  return child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : new Promise((resolve) => child.once('exit', resolve));
}

async function kill(...children: readonly ChildProcess[]): Promise<void> {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(children.map(ended));
}

/** What was acknowledged so far: a round that was cut short adds less than all files. */
function acknowledgedIn({ receipts }: Scene): number {
  return existsSync(receipts) ? readFileSync(receipts, 'utf8').split('\n').length - 1 : 0;
}

/** Waits until the round has so many receipts, another number each time, so that a kill falls into every part of the road. */
async function untilUnderWay(scene: Scene, round: number): Promise<void> {
  const wanted = acknowledgedIn(scene) + 5 + ((round * 37) % 90);
  const until = Date.now() + STARTED_WITHIN_MS;
  while (acknowledgedIn(scene) < wanted) {
    if (Date.now() > until) throw new Error('the upload did not begin');
    await pause(2);
  }
}

/** Waits until the worker has done a part of what waits for it. */
async function untilWorking(store: Store): Promise<void> {
  const open = async () => Number((await store.pool.query("SELECT count(*) FROM pgboss.job WHERE state < 'completed'")).rows[0].count);
  const until = Date.now() + STARTED_WITHIN_MS;
  for (let before = await open(), now = before; now >= before; now = await open()) {
    if (Date.now() > until) throw new Error('the worker did not begin');
    before = Math.max(before, now);
    await pause(2);
  }
}

/** Otherwise the test would show nothing. */
function expectCutShort(scene: Scene): void {
  expect(acknowledgedIn(scene)).toBeGreaterThan(0);
  expect(acknowledgedIn(scene)).toBeLessThan(scene.files * ROUNDS);
}

async function finish(url: string, scene: Scene): Promise<void> {
  const worker = startWorker(url);
  const uploader = startUploader(url, scene, ALL_ROUNDS);
  await ended(uploader);
  expect(uploader.exitCode).toBe(0);
  const store = openStore(url);
  try {
    await untilSettled(store);
    await expectNothingLostOrDoubled(store, scene);
  } finally {
    await store.close();
    worker.kill('SIGTERM');
    await ended(worker);
  }
  // It was told to end, and ended what it had begun first.
  expect(worker.exitCode).toBe(0);
}

async function untilSettled(store: Store): Promise<void> {
  const until = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const { rows } = await store.pool.query(
      "SELECT status, count(*) FROM submission GROUP BY status HAVING status IN ('received', 'read')",
    );
    const { rows: jobs } = await store.pool.query("SELECT name, state FROM pgboss.job WHERE state < 'completed' LIMIT 1");
    if (rows.length === 0 && jobs.length === 0) return;
    if (Date.now() > until) throw new Error(`not settled: ${JSON.stringify(rows)} ${JSON.stringify(jobs)}`);
    await pause(200);
  }
}

async function expectNothingLostOrDoubled(store: Store, { receipts, files, devices }: Scene): Promise<void> {
  const acknowledged = readFileSync(receipts, 'utf8')
    .trim()
    .split('\n')
    .map((line): Receipt => JSON.parse(line));
  // The same act has the same receipt, however often it was told.
  expect(new Set(acknowledged.map(({ id }) => id)).size).toBe(files * ROUNDS);
  expect(acknowledged.length).toBeGreaterThan(files * ROUNDS);
  const submissions = await store.prisma.submission.findMany({ select: { id: true, sha256: true } });
  expect(submissions.map(({ id }) => id).sort()).toEqual([...new Set(acknowledged.map(({ id }) => id))].sort());
  for (const sha256 of new Set(submissions.map((submission) => submission.sha256)))
    expect(sha256Hex((await readArtifactBytes(store, sha256)) ?? '')).toBe(sha256);
  const { rows: read } = await store.pool.query(
    'SELECT count(*)::int AS count FROM artifact WHERE sha256 NOT IN (SELECT sha256 FROM document)',
  );
  expect(read).toEqual([{ count: 0 }]);
  const count = await store.prisma.device.count();
  const counts = await fleetCounts(store);
  expect(count).toBe(devices);
  expect(counts.total).toBe(count);
  expect(counts.byModel.reduce((sum, model) => sum + model.count, 0)).toBe(count);
  const { rows } = await store.pool.query('SELECT trust, count(*)::int AS count FROM device GROUP BY trust');
  expect(Object.fromEntries(rows.map((row) => [row.trust, row.count]))).toEqual(counts.byTrust);
}

test('web and worker are killed in the middle of a bulk upload: nothing acknowledged is lost or doubled', {
  timeout: 500_000 + ROUNDS * 10_000,
}, async () => {
  const scene = prepareScene();
  const { url, drop } = await makeTestDatabase();
  onTestFinished(drop);
  const store = openStore(url, { connections: 1 });
  for (let round = 0; round < ROUNDS; round += 1) {
    const worker = startWorker(url);
    const uploader = startUploader(url, scene, [round]);
    await untilUnderWay(scene, round);
    // Every other time the upload is killed first, and the worker later, in the middle of its own work.
    if (round % 2 === 1) {
      await kill(uploader);
      await untilWorking(store);
    }
    await kill(worker, uploader);
  }
  await store.close();
  expectCutShort(scene);
  await finish(url, scene);
});

test('the database is killed in the middle of a bulk upload: nothing acknowledged is lost or doubled', {
  timeout: 500_000 + ROUNDS * 15_000,
}, async () => {
  const scene = prepareScene();
  const folder = mkdtempSync(join(tmpdir(), 'assay-kill-pg-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let database = await startPostgres({ folder, binaries: embeddedBinaries() });
  onTestFinished(() => database.stop());
  const port = Number(new URL(database.url).port);
  await prepareDatabase(database.url, process.cwd());
  // One worker lives through all of it, as on a machine of its own.
  const survivor = startWorker(database.url);
  for (let round = 0; round < ROUNDS; round += 1) {
    const uploader = startUploader(database.url, scene, [round]);
    await untilUnderWay(scene, round);
    process.kill(database.pid, 'SIGKILL');
    await database.ended;
    await kill(uploader);
    database = await startPostgres({ folder, binaries: embeddedBinaries(), port });
  }
  expect(survivor.exitCode).toBeNull();
  expectCutShort(scene);
  await finish(database.url, scene);
  survivor.kill('SIGTERM');
  await ended(survivor);
});
