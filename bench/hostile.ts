import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { encode } from 'next-auth/jwt';
import { issueToken } from '#lib/auth/tokens.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { createUser } from '#lib/store/users.ts';
import { type HostileFile, makeHostileFiles } from '#lib/testing/hostile-files.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { ROOT } from '#scripts/root.ts';
import { handIn } from './acknowledge.ts';
import type { BenchServer } from './bench-server.ts';
import { concurrently } from './concurrently.ts';
import { filesOfDevice } from './device-files.ts';
import type { Figure } from './harness.ts';
import { startWorker, trust } from './settle.ts';
import { BENCH_SECRET, buildProblem, startWeb } from './web-server.ts';

const PEOPLE = 20;
const THINK_MS = 1000;
const CALM_MS = 30_000;
const DEVICES = 20;
const HOSTILE = { small: 46, large: 4 } as const;
const ENDED_WITHIN_MS = 900_000;

/** What people and honest files meet in a stretch of time. */
interface Stretch {
  readonly pagesMs: readonly number[];
  readonly settledMs: number;
  readonly gapMs: number;
}

/** Twenty people look at pages while fifty files come in that were made to harm, against the same without those files. */
export async function benchHostile(server: BenchServer): Promise<readonly Figure[]> {
  const problem = buildProblem();
  if (problem !== undefined) throw new Error(`the web application could not be built: ${problem}`);
  const url = await server.makeDatabase('hostile');
  const store = openStore(url, { connections: 4 });
  const loopFile = join(server.folder, 'loop.txt');
  const env = watchedLoop(loopFile);
  const { address, process: web } = await startWeb({ url, folder: server.folder, env });
  const worker = startWorker(url, server.folder);
  server.beforeEnd(async () => {
    await Promise.all([web.stop(), worker.stop()]);
  });
  try {
    await trust(store, makeSampleAuthorities());
    const people = await signIn(store);
    await settleDevices(store, { from: 1 });
    const scene = { store, address, people, token: await makeToken(store), loopFile };
    await during(scene, { from: 101, forMs: 5000 });
    const calm = await during(scene, { from: 201, forMs: CALM_MS });
    const attack = await during(scene, { from: 301, forMs: CALM_MS, hostile: makeHostileFiles(HOSTILE) });
    await tellEnds(store, { web: web.pid, worker: worker.pid });
    return figuresOf(calm, attack);
  } finally {
    await Promise.all([web.stop(), worker.stop()]);
    await store.close();
  }
}

/** Variables with which a web server writes down how long its event loop stands still. */
export const watchedLoop = (file: string): Readonly<Record<string, string>> => ({
  BENCH_LOOP_FILE: file,
  NODE_OPTIONS: `--import=${join(ROOT, 'bench', 'watch-event-loop.ts')}`,
});

interface Scene {
  readonly store: Store;
  readonly address: string;
  /** Cookies of their sessions. */
  readonly people: readonly string[];
  /** Of whoever hands in. */
  readonly token: string;
  readonly loopFile: string;
}

async function during(
  { store, address, people, token, loopFile }: Scene,
  { from, forMs, hostile = [] }: { from: number; forMs: number; hostile?: readonly HostileFile[] },
): Promise<Stretch> {
  const began = Date.now();
  const pagesMs: number[] = [];
  let isOver = false;
  const ids = (await store.prisma.device.findMany({ select: { id: true }, take: DEVICES })).map(({ id }) => id);
  const browsing = people.map((cookie, person) =>
    browse({ address, cookie, person, ids, isOver: () => isOver, tell: (ms) => pagesMs.push(ms) }),
  );
  const work = async (): Promise<number> => {
    await concurrently(hostile, { atOnce: 4 }, (file) => upload({ address, token, file }));
    const settledMs = await settleDevices(store, { from });
    await untilNone(store, "status IN ('received', 'read')");
    await pause(Math.max(0, began + forMs - Date.now()));
    isOver = true;
    return settledMs;
  };
  const [settledMs] = await Promise.all([work(), ...browsing]);
  return { pagesMs, settledMs, gapMs: longestGap(loopFile, began) };
}

/** @throws Error when it is not accepted */
export async function upload({ address, token, file }: { address: string; token: string; file: HostileFile }): Promise<void> {
  const answer = await fetch(`${address}/api/v1/artifacts?fileName=${file.name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: Buffer.from(file.bytes),
  });
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`a hostile file was answered with ${answer.status}: ${text}`);
}

interface Visit {
  readonly address: string;
  readonly cookie: string;
  readonly person: number;
  readonly ids: readonly string[];
  readonly isOver: () => boolean;
  readonly tell: (milliseconds: number) => void;
}

async function browse({ address, cookie, person, ids, isOver, tell }: Visit): Promise<void> {
  await pause((person * THINK_MS) / PEOPLE);
  for (let turn = person; !isOver(); turn += 1) {
    const path = ['/fleet', `/devices/${ids[turn % ids.length]}`, '/findings', '/unlinked'][turn % 4] ?? '/fleet';
    const began = performance.now();
    const answer = await fetch(`${address}${path}`, { headers: { cookie: `next-auth.session-token=${cookie}` }, redirect: 'manual' });
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}`);
    tell(performance.now() - began);
    await pause(THINK_MS);
  }
}

/** Honest files of some devices, until all of them are settled. @returns how long that took */
async function settleDevices(store: Store, { from }: { from: number }): Promise<number> {
  const authorities = makeSampleAuthorities();
  const files = Array.from({ length: DEVICES }, (_, index) => filesOfDevice(from + index, authorities)).flat();
  const began = performance.now();
  await concurrently(files, { atOnce: 4 }, (bytes) => handIn(store, { bytes, fileName: 'honest' }));
  await untilNone(store, "file_name = 'honest' AND status <> 'settled'");
  return performance.now() - began;
}

/** Waits until no submission is left of which the condition holds. */
export async function untilNone(store: Store, where: string): Promise<void> {
  for (const until = Date.now() + ENDED_WITHIN_MS; Date.now() < until; await pause(200)) {
    const { rowCount } = await store.pool.query(`SELECT 1 FROM submission WHERE ${where} LIMIT 1`);
    if (rowCount === 0) return;
  }
  throw new Error(`after ${ENDED_WITHIN_MS / 60_000} minutes there are still submissions with ${where}`);
}

async function signIn(store: Store): Promise<readonly string[]> {
  const cookies: string[] = [];
  for (let person = 0; person < PEOPLE; person += 1) {
    const { id } = await createUser(store, {
      name: `person-${person}`,
      passwordHash: 'none',
      role: 'operator',
      mustChangePassword: false,
      at: new Date(),
    });
    const { sessionEpoch: epoch } = await store.prisma.user.findUniqueOrThrow({ where: { id }, select: { sessionEpoch: true } });
    cookies.push(await encode({ secret: BENCH_SECRET, token: { sub: id, epoch } }));
  }
  return cookies;
}

/** Of whoever hands files in. */
export async function makeToken(store: Store): Promise<string> {
  const at = new Date();
  const { id } = await createUser(store, { name: 'stranger', passwordHash: 'none', role: 'operator', mustChangePassword: false, at });
  const outcome = await issueToken(
    store,
    { ownerId: id, name: 'stranger', scopes: ['artifact.submit', 'submission.read-own'], days: 1 },
    { actor: 'stranger', at },
  );
  if (outcome.kind !== 'done') throw new Error(`no token was made: ${outcome.code}`);
  return outcome.token;
}

/** Milliseconds that the event loop stood still at most, since an instant. */
export function longestGap(loopFile: string, since: number): number {
  const lines = readFileSync(loopFile, 'utf8').trim().split('\n');
  const gaps = lines.map((line) => line.split(' ').map(Number)).filter(([at = 0]) => at >= since);
  return Math.max(0, ...gaps.map(([, gap = 0]) => gap));
}

/** On the error output, because the other one may be JSON. */
async function tellEnds(store: Store, pids: Readonly<Record<string, number>>): Promise<void> {
  const { rows } = await store.pool.query(
    `SELECT coalesce(d.error->>'code', 'read') AS outcome, count(DISTINCT s.id)::int AS files FROM submission s JOIN document d ON d.sha256 = s.sha256
     WHERE s.file_name <> 'honest' GROUP BY 1 ORDER BY 1`,
  );
  console.error(`hostile: the files ended as ${rows.map(({ outcome, files }) => `${outcome} ${files}`).join(', ')}`);
  for (const [name, pid] of Object.entries(pids)) {
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    console.error(`hostile: peak memory of the ${name} process: ${Math.round(Number(peak) / 1024)} MiB`);
  }
}

function figuresOf(calm: Stretch, attack: Stretch): readonly Figure[] {
  const shared = { direction: 'at-most', target: null, rounds: 1, met: null, processorRatio: null, unit: 'ms' } as const;
  const figure = (name: string, ours: string, of: (stretch: Stretch) => number): Figure => ({
    ...shared,
    name,
    ours: `${ours}, while ${HOSTILE.small + HOSTILE.large} hostile files are read`,
    yardstick: `${ours}, without them`,
    perRound: attack.pagesMs.length,
    oursMedian: of(attack),
    yardstickMedian: of(calm),
    ratio: of(attack) / of(calm),
  });
  return [
    figure('hostile: 95th percentile of pages', `the 95th percentile of page requests of ${PEOPLE} people`, ({ pagesMs }) =>
      percentile(pagesMs, 0.95),
    ),
    figure('hostile: median of pages', `the median of page requests of ${PEOPLE} people`, ({ pagesMs }) => percentile(pagesMs, 0.5)),
    figure('hostile: honest files', `the time until the files of ${DEVICES} devices are settled`, ({ settledMs }) => settledMs),
    figure('hostile: event loop of the web server', 'the longest gap of its event loop', ({ gapMs }) => gapMs),
  ];
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
