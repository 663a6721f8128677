import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { traceDocument } from '#lib/present/trace-document.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { makeTestDatabase } from '#lib/store/testing/test-database.ts';
import { exportEvidence } from './export-evidence.ts';
import { type Happening, handings, history, listHandings, revocationHandings } from './testing/histories.ts';
import { day, live } from './testing/live.ts';
import { settle } from './testing/settle.ts';
import { traceEvidence } from './testing/trace-evidence.ts';
import { askToRead, askToRefold, copyTruth, stateOf, versionsOf } from './testing/truth.ts';

/** Later than everything that happens, and before any decision ends. */
const END = day(30);
/** More on demand: every run has databases and processes of its own. */
const RUNS = { numRuns: Number(process.env.PROPERTY_RUNS ?? 4), endOnFailure: true } as const;
const PATIENCE = 300_000;

/** A store of its own for one run of a property. */
async function inStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const { url, drop } = await makeTestDatabase();
  const store = openStore(url);
  try {
    return await work(store);
  } finally {
    await store.close();
    await drop();
  }
}

async function judgeAllAtEnd(store: Store): Promise<void> {
  await settle(store, END);
  await askToRefold(store);
  await settle(store, END);
}

async function expectTraceAgrees(store: Store): Promise<void> {
  const { rows } = await store.pool.query<{ id: string }>('SELECT id FROM device ORDER BY id');
  const traced = new Map<string, unknown>();
  for (const { id } of rows) {
    const served = await findAssessed(store, id);
    if (served === undefined) throw new Error(`${id} has no answer`);
    if (!traced.has(id)) {
      const exported = await exportEvidence(store, id, END);
      if (exported === undefined) throw new Error(`${id} has no evidence`);
      // One export holds everything that is judged together, so the neighbors of a device are told as well.
      for (const told of (await traceEvidence(await buffer(exported.stream))).devices) traced.set(keyOf(told), told);
    }
    const [expected] = JSON.parse(JSON.stringify(traceDocument({ assessed: [served], unlinked: [] }))).devices;
    expect(traced.get(id)).toEqual(expected);
  }
}

function keyOf(told: unknown): string {
  return typeof told === 'object' && told !== null && 'key' in told ? String(told.key) : '';
}

test('whatever was handed in and said: the downloaded evidence traces to the answer of the server, and folding again writes nothing', {
  timeout: PATIENCE,
}, async () => {
  await fc.assert(
    fc.asyncProperty(history, (happenings) =>
      inStore(async (store) => {
        await live(store, happenings);
        await judgeAllAtEnd(store);
        await expectTraceAgrees(store);
        const before = await versionsOf(store);
        await askToRefold(store);
        await settle(store, END);
        expect(await versionsOf(store)).toEqual(before);
      }),
    ),
    RUNS,
  );
});

/** Hands a history in, and the same files into another store that reads and folds them in another order. */
function expectOrderMakesNoDifference(happenings: readonly Happening[], random: Iterator<number>): Promise<void> {
  return inStore((one) =>
    inStore(async (other) => {
      await live(one, happenings);
      const artifacts = await copyTruth(one, other);
      await judgeAllAtEnd(one);
      const shuffled = artifacts.map((sha256) => ({ sha256, rank: random.next().value ?? 0 })).sort((a, b) => a.rank - b.rank);
      for (const { sha256, rank } of shuffled) {
        await askToRead(other, [sha256]);
        if (rank % 2 === 0) await settle(other, END);
      }
      // Nobody asks for everything again: what comes later has to ask for the devices that it concerns.
      await settle(other, END);
      expect(await stateOf(other)).toEqual(await stateOf(one));
    }),
  );
}

test('the order in which submissions are read and folded makes no difference to what is kept', { timeout: PATIENCE }, async () => {
  await fc.assert(fc.asyncProperty(handings, fc.infiniteStream(fc.nat({ max: 1000 })), expectOrderMakesNoDifference), RUNS);
});

test('nor does it with many revocation lists and responses, before and after the certificates that they speak of', {
  timeout: PATIENCE,
}, async () => {
  await fc.assert(fc.asyncProperty(revocationHandings, fc.infiniteStream(fc.nat({ max: 1000 })), expectOrderMakesNoDifference), RUNS);
});

test('with many revocation lists and responses, the downloaded evidence traces to the answer of the server', {
  timeout: PATIENCE,
}, async () => {
  await fc.assert(
    fc.asyncProperty(revocationHandings, (happenings) =>
      inStore(async (store) => {
        await live(store, happenings);
        await judgeAllAtEnd(store);
        await expectTraceAgrees(store);
      }),
    ),
    RUNS,
  );
});

test('nor does it with lists of many devices, before and after the devices and the names of which they speak', {
  timeout: PATIENCE,
}, async () => {
  await fc.assert(fc.asyncProperty(listHandings, fc.infiniteStream(fc.nat({ max: 1000 })), expectOrderMakesNoDifference), RUNS);
});

test('with lists of many devices, the downloaded evidence traces to the answer of the server', { timeout: PATIENCE }, async () => {
  await fc.assert(
    fc.asyncProperty(listHandings, (happenings) =>
      inStore(async (store) => {
        await live(store, happenings);
        await judgeAllAtEnd(store);
        await expectTraceAgrees(store);
      }),
    ),
    RUNS,
  );
});
