import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { handIn, settle } from '#lib/ingest/testing/settle.ts';
import { listFleet } from '#lib/store/fleet.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { senderOf } from '#lib/store/queue.ts';
import { makeTestDatabase } from '#lib/store/testing/test-database.ts';
import { makeHostileFiles } from '#lib/testing/hostile-files.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, inventoryOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { startFoldThreads } from '#lib/worker/fold-threads.ts';
import { makeLoops } from '#lib/worker/loops.ts';
import { makeParsePool } from '#lib/worker/parse-pool.ts';
import { documentsOfSpent, readBatch, readLong } from '#lib/worker/reading.ts';
import { callApi, userWithToken } from '../../server/testing/api-client.ts';

/** A fraction of what the worker allows, so that the test is over soon. */
const QUICK_BUDGET = { milliseconds: 500, mebibytes: 512 };
const LONG_BUDGET = { milliseconds: 1500, mebibytes: 1024 };
const PEOPLE = 3;
const DEVICES = 4;
/** It is over in ten seconds where nothing else runs. */
const WITHIN_MS = 240_000;
/** Of an answer while hostile files are read. Generous: tests share their machine. */
const ANSWERED_WITHIN_MS = 15_000;

/** What is kept of each: `makeHostileFiles` says how they were made. */
const ENDS = {
  // About a second on a quiet machine: it is read where that is within the budget.
  'small-0': [expect.any(String), expect.stringMatching(/^(too-slow|cyclonedx-bom)$/)],
  'small-1': ['unreadable', 'too-deep'],
  'small-2': ['unreadable', 'too-many'],
  'small-3': ['unreadable', 'xml-doctype'],
  'small-4': ['unreadable', 'bad-length'],
  'large-0': ['unreadable', 'too-slow'],
};

const authorities = makeSampleAuthorities();
const filesOf = (number: number): readonly Uint8Array[] => {
  const device = makeSampleDevice(number);
  return [endorsementKeyOf(device, authorities), baseOf(device, authorities), inventoryOf(device)];
};

/** The worker's threads, as its process starts them. */
async function startWorking(store: Store, databaseUrl: string): Promise<void> {
  const boss = await senderOf(store);
  const quick = makeParsePool({ threads: 2, budget: QUICK_BUDGET, onSpent: () => undefined });
  const onSpent = (sha256: string, spent: 'time' | 'memory') => documentsOfSpent(sha256, { spent, budget: LONG_BUDGET });
  const patient = makeParsePool({ threads: 1, budget: LONG_BUDGET, onSpent });
  const loops = makeLoops();
  const folding = startFoldThreads({ threads: 1, databaseUrl, boss, store });
  const running = Promise.all([
    loops.repeat(() => readBatch({ store, boss, parse: quick.parse }), { idleMs: 100 }),
    loops.repeat(() => readLong({ store, boss, parse: patient.parse })),
  ]);
  onTestFinished(async () => {
    loops.stop();
    await running;
    await Promise.all([folding.stop(), quick.close(), patient.close()]);
  });
}

test('while files that were made to harm are read, people get their pages, honest files settle, and each of the others ends with its reason', {
  timeout: 2 * WITHIN_MS,
}, async () => {
  const { url, drop } = await makeTestDatabase();
  const store = openStore(url);
  onTestFinished(async () => {
    await store.close();
    await drop();
  });
  for (const bytes of filesOf(1)) await handIn(store, bytes);
  await settle(store, new Date());
  const [id = ''] = (await listFleet(store)).items.map((device) => device.id);
  const mallory = await userWithToken(store, { name: 'mallory', role: 'operator' });
  const olga = await userWithToken(store, { name: 'olga', role: 'operator' });
  await startWorking(store, url);
  let isOver = false;
  const answeredMs: number[] = [];
  const browse = async (person: number): Promise<void> => {
    for (let turn = person; !isOver; turn += 1) {
      const began = performance.now();
      const path = ['/api/v1/devices', `/api/v1/devices/${id}`, '/api/v1/findings'][turn % 3] ?? '/api/v1/devices';
      expect((await callApi(store, `GET ${path}` as `GET /${string}`, { token: olga })).status).toBe(200);
      answeredMs.push(performance.now() - began);
      await pause(250);
    }
  };
  const work = async (): Promise<void> => {
    const hostile = makeHostileFiles({ small: 5, large: 1, largeMebibytes: 4 });
    for (const { name, bytes } of hostile) await callApi(store, `POST /api/v1/artifacts?fileName=${name}`, { token: mallory, bytes });
    for (let number = 2; number < 2 + DEVICES; number += 1)
      for (const bytes of filesOf(number)) await callApi(store, 'POST /api/v1/artifacts?fileName=honest', { token: olga, bytes });
    for (const end = Date.now() + WITHIN_MS; ; await pause(100)) {
      if ((await store.prisma.submission.count({ where: { status: { in: ['received', 'read'] } } })) === 0) break;
      if (Date.now() > end) throw new Error('not everything ended');
    }
    isOver = true;
  };
  await Promise.all([work(), ...Array.from({ length: PEOPLE }, (_, person) => browse(person))]);
  const { items } = (await callApi(store, 'GET /api/v1/submissions?limit=50', { token: mallory })).body;
  const ends = await Promise.all(
    items.map(async ({ id: submission }: { id: string }) => {
      const { fileName, status, documents } = (await callApi(store, `GET /api/v1/submissions/${submission}`, { token: mallory })).body;
      return [fileName, [status, documents[0]?.error?.code ?? documents[0]?.kind]] as const;
    }),
  );
  expect(Object.fromEntries(ends)).toEqual(ENDS);
  expect(await store.prisma.submission.count({ where: { fileName: 'honest', status: 'settled' } })).toBe(3 * DEVICES);
  expect((await listFleet(store)).items).toHaveLength(1 + DEVICES);
  expect(Math.max(...answeredMs)).toBeLessThan(ANSWERED_WITHIN_MS);
});
