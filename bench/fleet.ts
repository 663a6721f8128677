import { DEVICE_COLUMNS } from '#lib/store/device-row.ts';
import { type FleetFilter, listFleet } from '#lib/store/fleet.ts';
import { fleetCounts } from '#lib/store/fleet-counters.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { encodeCursor } from '#lib/store/page.ts';
import { select } from '#lib/store/sql.ts';
import type { BenchServer } from './bench-server.ts';
import { compare, type Figure } from './harness.ts';
import { ATTESTATION_SHARES, fillFleet, MANUFACTURERS, MODELS_EACH, SECURE_BOOT_SHARES, TRUST_SHARES, VERSIONS } from './made-fleet.ts';

const SIZES = [1000, 10_000, 100_000] as const;
const QUERIES = 50;
const PAGE = 50;
const AGAINST_PAGE = 10;
const AGAINST_SMALL = 1.5;

/** One way to ask for the fleet; `turn` counts the queries, so that not always the same is asked. */
interface Question {
  readonly name: string;
  readonly what: string;
  readonly ask: (fleet: MadeFleet, turn: number) => Promise<unknown>;
}

interface MadeFleet {
  readonly size: number;
  readonly store: Store;
  /** Ids spread over the fleet, in order. */
  readonly ids: readonly string[];
  /** Pages of the usual order that begin after nine tenths of the fleet. */
  readonly deepCursors: readonly string[];
}

const STANDINGS = ATTESTATION_SHARES.slice(0, 3).map(([standing]) => standing);
const SECURE_BOOTS = SECURE_BOOT_SHARES.map(([state]) => state);
const TRUSTS = TRUST_SHARES.slice(0, 5).map(([trust]) => trust);

const QUESTIONS: readonly Question[] = [
  {
    name: 'first page and counts',
    what: 'the first 50 devices, the most urgent first, and the counts of the whole fleet',
    ask: async ({ store }) => [await listFleet(store), await fleetCounts(store)],
  },
  {
    name: 'filter by trust',
    what: 'the first 50 devices of one trust',
    ask: ({ store }, turn) => first(store, { trust: pick(TRUSTS, turn) }),
  },
  {
    name: 'filter by manufacturer and model',
    what: 'the first 50 devices of one model',
    ask: ({ store }, turn) => {
      const maker = turn % MANUFACTURERS;
      return first(store, { manufacturer: `Maker ${maker}`, model: `Model ${maker}-${turn % MODELS_EACH}` });
    },
  },
  {
    name: 'filter by attestation, the longest silent first',
    what: 'the first 50 devices of one standing, in the order of silence',
    ask: ({ store }, turn) => listFleet(store, { filter: { attestation: pick(STANDINGS, turn) }, sort: 'last-attested' }),
  },
  {
    name: 'filter by Secure Boot',
    what: 'the first 50 devices with one state of Secure Boot, the most urgent first',
    ask: ({ store }, turn) => first(store, { secureBoot: pick(SECURE_BOOTS, turn) }),
  },
  {
    name: 'filter by firmware version',
    what: 'the first 50 devices with one version, the most urgent first',
    ask: ({ store }, turn) => first(store, { firmware: `1.${turn % VERSIONS}.0` }),
  },
  {
    name: 'silent for more than 60 days',
    what: 'the first 50 devices that have not answered for so long, the longest silent first',
    ask: ({ store }) => listFleet(store, { filter: { silentDays: 60 }, sort: 'last-attested' }),
  },
  {
    name: 'sorted by firmware',
    what: 'the first 50 devices by version',
    ask: ({ store }) => listFleet(store, { sort: 'firmware' }),
  },
  {
    name: 'search by serial',
    what: 'devices with a serial number, their own or that of a part, that begins with a text',
    ask: ({ store, size }, turn) => first(store, { text: `SN-${String(1 + ((turn * 7919) % size)).padStart(8, '0')}` }),
  },
  {
    name: 'deep page',
    what: 'a page of 50 after nine tenths of the fleet',
    ask: ({ store, deepCursors }, turn) => listFleet(store, { cursor: pick(deepCursors, turn) }),
  },
];

const first = (store: Store, filter: FleetFilter) => listFleet(store, { filter });

/** The Fleet page's queries at three sizes of the fleet, against a page of 50 rows by primary key, and the largest against the smallest. */
export async function benchFleet(server: BenchServer, { rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const fleets: MadeFleet[] = [];
  try {
    for (const size of SIZES) fleets.push(await makeFleet(server, size));
    const figures: Figure[] = [];
    for (const question of QUESTIONS) {
      for (const fleet of fleets) figures.push(await againstPage(question, fleet, rounds));
      figures.push(await againstSmall(question, fleets, rounds));
    }
    return figures;
  } finally {
    for (const { store } of fleets) await store.close();
  }
}

async function makeFleet(server: BenchServer, size: number): Promise<MadeFleet> {
  const store = openStore(await server.makeDatabase(`fleet_${size}`));
  await fillFleet(store.pool, size);
  const ids = (await select<{ id: string }>(store.pool, 'SELECT id FROM device ORDER BY id')).map(({ id }) => id);
  const deep = await select<{ attention: number; id: string }>(
    store.pool,
    `SELECT attention, id FROM device ORDER BY attention DESC, id DESC OFFSET ${size * 0.9 - QUERIES} LIMIT ${QUERIES}`,
  );
  const deepCursors = deep.map(({ attention, id }) => encodeCursor([attention, id]));
  return { size, store, ids: ids.filter((_, index) => index % Math.ceil(size / QUERIES) === 0), deepCursors };
}

function againstPage({ name, what, ask }: Question, fleet: MadeFleet, rounds: number): Promise<Figure> {
  return compare({
    name: `fleet of ${fleet.size}: ${name}`,
    ours: what,
    yardstick: 'a page of 50 devices by primary key, all columns',
    direction: 'at-most',
    target: AGAINST_PAGE,
    rounds,
    perRound: QUERIES,
    runOurs: () => inTurn((turn) => ask(fleet, turn)),
    runYardstick: () => inTurn((turn) => page(fleet, turn)),
  });
}

function againstSmall({ name, what, ask }: Question, fleets: readonly MadeFleet[], rounds: number): Promise<Figure> {
  const [small, large] = [fleets[0], fleets.at(-1)];
  if (small === undefined || large === undefined) throw new Error('there are no fleets');
  return compare({
    name: `fleet of ${large.size} against ${small.size}: ${name}`,
    ours: what,
    yardstick: `the same at ${small.size} devices`,
    direction: 'at-most',
    target: AGAINST_SMALL,
    rounds,
    perRound: QUERIES,
    runOurs: () => inTurn((turn) => ask(large, turn)),
    runYardstick: () => inTurn((turn) => ask(small, turn)),
  });
}

function page({ store, ids }: MadeFleet, turn: number): Promise<unknown> {
  return select(store.pool, `SELECT ${DEVICE_COLUMNS} FROM device WHERE id >= $1 ORDER BY id LIMIT ${PAGE}`, [
    pick(ids.slice(0, -5), turn),
  ]);
}

async function inTurn(query: (turn: number) => Promise<unknown>): Promise<void> {
  for (let turn = 0; turn < QUERIES; turn += 1) await query(turn);
}

function pick<T>(items: readonly T[], turn: number): T {
  const item = items[turn % items.length];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
}
