import { setTimeout as pause } from 'node:timers/promises';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { makeSampleAuthorities } from '#lib/testing/sample-authorities.ts';
import { baseOf, endorsementKeyOf, makeSampleDevice } from '#lib/testing/sample-device.ts';
import { handIn } from './acknowledge.ts';
import { type AgentClient, agentClient, agentTokens, enrol, keyName } from './agents.ts';
import type { BenchServer } from './bench-server.ts';
import type { Figure } from './harness.ts';
import { untilNone } from './hostile.ts';
import { keyOfDevice, makeAnswers } from './made-answers.ts';
import { type MemoryWatch, watchMemory } from './memory-watch.ts';
import { startWorker, trust } from './settle.ts';
import { buildProblem, startWeb } from './web-server.ts';

const AGENTS = 10_000;
/** An hour passes in a minute. */
const SPEED = 60;
const EVERY_MS = 3_600_000 / SPEED;
/** Each agent answers so often. */
const HOURS = 2;
const ALLOWED_MS = 250;
const FLAT = 1.2;
const RECORDS = 30;
/** Each tenth of a second those agents come whose turn it is. */
const TICK_MS = 100;
/**
 * Every so many agents are of a device whose certificates are known, so that its answers are folded: still three times as many folds as
 * 10,000 devices ask for at their usual speed. At 60 times that speed all of them are more than two cores fold.
 */
const KNOWN_EVERY = 20;
/** The server lets one caller make so many requests in a minute. */
const ACCOUNTS = 10;
const CONNECTIONS = 100;

/** 10,000 agents that each ask and answer once an hour, 60 times as fast, beside the worker that reads and folds what they hand in. */
export async function benchAgents(server: BenchServer): Promise<readonly Figure[]> {
  const problem = buildProblem();
  if (problem !== undefined) throw new Error(`the web application could not be built: ${problem}`);
  const url = await server.makeDatabase('agents');
  const store = openStore(url, { connections: 4 });
  const { address, process: web } = await startWeb({ url, folder: server.folder });
  const worker = startWorker(url, server.folder);
  server.beforeEnd(async () => {
    await Promise.all([web.stop(), worker.stop()]);
  });
  try {
    await prepareFleet(store);
    const tokens = await agentTokens(store, ACCOUNTS);
    const clients = tokens.map((token) => agentClient({ address, token, connections: CONNECTIONS }));
    const done = { share: 0 };
    const watches = {
      'web server': watchMemory(web.pid, () => done.share),
      worker: watchMemory(worker.pid, () => done.share),
    };
    const run = await runFleet(clients, done);
    for (const watch of Object.values(watches)) watch.stop();
    for (const client of clients) client.close();
    await expectAllKept(store, AGENTS * HOURS);
    return [postsFigure(run), ...Object.entries(watches).map(([name, watch]) => memoryFigure(name, watch))];
  } finally {
    await Promise.all([web.stop(), worker.stop()]);
    await store.close();
  }
}

/** The certificates of some devices, and an enrolment of every agent. */
async function prepareFleet(store: Store): Promise<void> {
  const authorities = makeSampleAuthorities();
  await trust(store, authorities);
  const agents = Array.from({ length: AGENTS }, (_, agent) => agent);
  await enrol(store, agents);
  for (const agent of agents.filter((each) => each % KNOWN_EVERY === 0)) {
    const device = makeSampleDevice(agent);
    await handIn(store, { bytes: endorsementKeyOf(device, authorities) });
    await handIn(store, { bytes: baseOf(device, authorities) });
  }
  await untilNone(store, "status IN ('received', 'read')");
}

interface Run {
  /** Of each answer, from its first octet until its receipt. */
  readonly answersMs: readonly number[];
  readonly asksMs: readonly number[];
}

/** Agents come when their time is there, however many are still waiting. Their times lie evenly over the hour, as jitter lays them. */
async function runFleet(clients: readonly AgentClient[], done: { share: number }): Promise<Run> {
  const makeFile = makeAnswers(RECORDS);
  const run = { answersMs: [] as number[], asksMs: [] as number[] };
  const total = AGENTS * HOURS;
  const under: Promise<void>[] = [];
  const round = async (turn: number): Promise<void> => {
    const agent = turn % AGENTS;
    const client = clients[agent % clients.length];
    if (client === undefined) throw new Error('there is no client');
    const began = performance.now();
    const question = await client.ask(keyName(keyOfDevice(agent)));
    run.asksMs.push(performance.now() - began);
    const file = makeFile(agent, question.nonce);
    const sent = performance.now();
    await client.answer(question, file);
    run.answersMs.push(performance.now() - sent);
    done.share = run.answersMs.length / total;
  };
  const began = performance.now();
  for (let next = 0; next < total; await pause(TICK_MS)) {
    const due = Math.min(total, Math.floor(((performance.now() - began) * AGENTS) / EVERY_MS));
    for (; next < due; next += 1) under.push(round(next));
  }
  await Promise.all(under);
  return run;
}

/** Every answer that was acknowledged is there, has used its challenge up, and is read or waits for it. */
async function expectAllKept(store: Store, count: number): Promise<void> {
  const { rows } = await store.pool.query(
    `SELECT count(*)::int AS kept, count(*) FILTER (WHERE status <> 'received')::int AS read,
       count(*) FILTER (WHERE status = 'received' AND EXISTS (
         SELECT 1 FROM pgboss.job j WHERE j.name IN ('read', 'read-long') AND j.state < 'completed' AND j.data->>'sha256' = submission.sha256
       ))::int AS waiting,
       (SELECT count(*)::int FROM challenge WHERE consumed_at IS NOT NULL) AS answered
     FROM submission WHERE challenge IS NOT NULL`,
  );
  const { kept, answered, read, waiting } = rows[0];
  console.error(`attestation: of ${kept} answers that were kept, ${read} are read and ${waiting} wait for it`);
  if (kept !== count || answered !== count || read + waiting !== count) throw new Error(`of ${count} answers, ${JSON.stringify(rows[0])}`);
}

const shareOf = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? Number.NaN;

function postsFigure({ answersMs, asksMs }: Run): Figure {
  const told = (times: readonly number[]): string =>
    [0.5, 0.95, 0.99, 1].map((share) => shareOf(times, Math.min(share, 1 - 1e-9)).toFixed(0)).join(', ');
  console.error(
    `attestation: answers took ${told(answersMs)} ms and challenges ${told(asksMs)} ms (median, 95th, 99th percentile, longest)`,
  );
  const slow = shareOf(answersMs, 0.95);
  return {
    name: `attestation: ${AGENTS} agents at ${SPEED} times their speed, 95th percentile of posts`,
    ours: `each asks for a challenge and answers it once a minute, ${HOURS} times; the worker reads them beside it, and folds those of every ${KNOWN_EVERY}th device`,
    yardstick: `the ${ALLOWED_MS} ms that are allowed`,
    direction: 'at-most',
    target: 1,
    rounds: 1,
    perRound: AGENTS * HOURS,
    unit: 'ms',
    oursMedian: slow,
    yardstickMedian: ALLOWED_MS,
    ratio: slow / ALLOWED_MS,
    processorRatio: null,
    met: slow <= ALLOWED_MS,
  };
}

function memoryFigure(name: string, watch: MemoryWatch): Figure {
  const [, second = Number.NaN, , last = Number.NaN] = watch.peaks();
  console.error(`attestation: ${name}: peaks of the quarters ${watch.peaks().map(Math.round).join(', ')} MiB`);
  return {
    name: `attestation: memory of ${name}`,
    ours: `the most that it held in the last quarter of ${AGENTS * HOURS} answers`,
    yardstick: 'the most that it held in the second quarter',
    direction: 'at-most',
    target: FLAT,
    rounds: 1,
    perRound: AGENTS * HOURS,
    unit: 'MiB',
    oursMedian: last,
    yardstickMedian: second,
    ratio: last / second,
    processorRatio: null,
    met: last / second <= FLAT,
  };
}
