import { parseArgs } from 'node:util';
import { benchAcknowledge } from './acknowledge.ts';
import { type BenchServer, startBenchServer } from './bench-server.ts';
import { benchFleet } from './fleet.ts';
import { type Figure, figureLine, machine } from './harness.ts';
import { benchHttp } from './http.ts';
import { benchSettle } from './settle.ts';

/** Every benchmark; each makes a database of its own. */
const BENCHES: Readonly<Record<string, (server: BenchServer, options: { rounds: number }) => Promise<readonly Figure[]>>> = {
  acknowledge: benchAcknowledge,
  http: benchHttp,
  settle: benchSettle,
  fleet: benchFleet,
};
const ROUNDS = 7;

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' }, rounds: { type: 'string', default: String(ROUNDS) } },
});
const rounds = Number(values.rounds);
const names = values.only === undefined ? Object.keys(BENCHES) : [values.only];
const unknown = names.find((name) => !(name in BENCHES));
if (unknown !== undefined) stopWith(`There is no benchmark "${unknown}". There are: ${Object.keys(BENCHES).join(', ')}.`);
if (!Number.isInteger(rounds) || rounds < 1) stopWith('--rounds takes a whole number from 1.');

const server = await startBenchServer();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop().then(() => process.exit(1)));
const figures: Figure[] = [];
try {
  if (!values.json) console.log(machine());
  for (const name of names) {
    for (const figure of (await BENCHES[name]?.(server, { rounds })) ?? []) {
      figures.push(figure);
      if (!values.json) console.log(figureLine(figure));
    }
  }
} finally {
  await server.stop();
}
if (values.json) console.log(JSON.stringify({ machine: machine(), at: new Date().toISOString(), figures }, null, 2));

function stopWith(message: string): never {
  console.error(message);
  process.exit(64);
}
