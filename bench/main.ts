import { parseArgs } from 'node:util';
import { benchAcknowledge } from './acknowledge.ts';
import { benchAttestation } from './attestation.ts';
import { benchAgents } from './attestation-fleet.ts';
import { benchPosts } from './attestation-posts.ts';
import { type BenchServer, startBenchServer } from './bench-server.ts';
import { benchBulk } from './bulk.ts';
import { benchCertificates } from './certificates.ts';
import { benchCycloneDx } from './cyclonedx.ts';
import { benchDebian } from './debian.ts';
import { benchEventLoop } from './event-loop.ts';
import { benchFleet } from './fleet.ts';
import { benchFold } from './fold.ts';
import { benchFoldStoredAnswers } from './fold-stored-answers.ts';
import { benchGrowingList } from './growing-list.ts';
import { type Figure, figureLine, machine } from './harness.ts';
import { benchHostile } from './hostile.ts';
import { benchHttp } from './http.ts';
import { benchJsonDiff } from './json-diff.ts';
import { benchSettle } from './settle.ts';

/** What a benchmark is given; the server is started when the first one asks for it. */
interface BenchRun {
  readonly rounds: number;
  /** Files of `--packages`, which only `debian` reads. */
  readonly packages: readonly string[];
  /** Of the folder that `bulk` hands in. */
  readonly files: number;
  readonly server: () => Promise<BenchServer>;
}

type Bench = (run: BenchRun) => Promise<readonly Figure[]>;

/** A benchmark that makes a database of its own. */
function onServer(bench: (server: BenchServer, options: { rounds: number }) => Promise<readonly Figure[]>): Bench {
  return async ({ rounds, server }) => bench(await server(), { rounds });
}

const BENCHES: Readonly<Record<string, Bench>> = {
  certificates: benchCertificates,
  cyclonedx: benchCycloneDx,
  debian: benchDebian,
  'json-diff': benchJsonDiff,
  fold: benchFold,
  attestation: benchAttestation,
  posts: onServer(benchPosts),
  agents: onServer(benchAgents),
  acknowledge: onServer(benchAcknowledge),
  http: onServer(benchHttp),
  settle: onServer(benchSettle),
  'stored-answers': onServer(benchFoldStoredAnswers),
  'growing-list': onServer(benchGrowingList),
  fleet: onServer(benchFleet),
  hostile: onServer(benchHostile),
  'event-loop': onServer(benchEventLoop),
  bulk: async ({ files, server }) => benchBulk(await server(), { files }),
};
const ROUNDS = 7;
const BULK_FILES = 20_000;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    rounds: { type: 'string', default: String(ROUNDS) },
    files: { type: 'string', default: String(BULK_FILES) },
    packages: { type: 'string', multiple: true, default: [] },
  },
});
const rounds = Number(values.rounds);
const names = values.only === undefined ? Object.keys(BENCHES) : [values.only];
const unknown = names.find((name) => !(name in BENCHES));
if (unknown !== undefined) stopWith(`There is no benchmark "${unknown}". There are: ${Object.keys(BENCHES).join(', ')}.`);
if (!Number.isInteger(rounds) || rounds < 1) stopWith('--rounds takes a whole number from 1.');

const files = Number(values.files);
if (!Number.isInteger(files) || files < 100 || files % 20 !== 0) stopWith('--files takes a multiple of 20, from 100.');

let started: Promise<BenchServer> | undefined;
const server = () => {
  started ??= startBenchServer();
  return started;
};
const stop = async () => (await started)?.stop();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().then(() => process.exit(1)));
const figures: Figure[] = [];
try {
  if (!values.json) console.log(machine());
  for (const name of names) {
    for (const figure of (await BENCHES[name]?.({ rounds, packages: values.packages, files, server })) ?? []) {
      figures.push(figure);
      if (!values.json) console.log(figureLine(figure));
    }
  }
} finally {
  await stop();
}
if (values.json) console.log(JSON.stringify({ machine: machine(), at: new Date().toISOString(), figures }, null, 2));

function stopWith(message: string): never {
  console.error(message);
  process.exit(64);
}
