import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Parse, parseHere } from '#lib/ingest/parse.ts';
import { requeueEverything } from '#lib/ingest/recheck.ts';
import { handIn } from '#lib/ingest/testing/settle.ts';
import type { Store } from '#lib/store/open-store.ts';
import { completeJobs, type ReadJob, senderOf } from '#lib/store/queue.ts';
import { openTestStore } from '#lib/store/testing/test-database.ts';
import { QUICK_BYTES, readBatch, readLong } from './reading.ts';

const MANY = 1000;
/** Takes too long for a quick reader. */
const tooLong: Parse = async () => new Map();
const slowFile = (name: string): Uint8Array => Buffer.from(`slow ${name}`);

async function handInAll(store: Store, submittedBy: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => handIn(store, slowFile(name), { submittedBy, fileName: name })));
}

const numbered = (by: string, count: number): readonly string[] => Array.from({ length: count }, (_, index) => `${by} ${index}`);

/** Tries everything quickly, and sets it aside. */
async function setAside(store: Store): Promise<void> {
  const place = { store, boss: await senderOf(store), parse: tooLong };
  while ((await readBatch(place)) > 0);
}

/** Reads so many of the long ones. @returns by whom each was handed in first */
async function readNext(store: Store, count: number): Promise<readonly string[]> {
  const texts: string[] = [];
  const parse: Parse = async (artifacts) => {
    for (const bytes of artifacts.values()) texts.push(Buffer.from(bytes).subarray(0, 60).toString());
    return parseHere(artifacts);
  };
  for (let index = 0; index < count; index += 1) await readLong({ store, boss: await senderOf(store), parse });
  return texts.map((text) => text.split(' ')[1] ?? '');
}

test('a thousand long files of one account hold up a file of another by one file', async () => {
  const store = await openTestStore();
  await handInAll(store, 'mallory', numbered('mallory', MANY));
  await setAside(store);
  expect(await readNext(store, 3)).toEqual(['mallory', 'mallory', 'mallory']);
  await handInAll(store, 'olga', ['olga 0']);
  await setAside(store);
  expect(await readNext(store, 2)).toContain('olga');
});

test('accounts take turns, and whoever comes again and again holds up nobody who waits', async () => {
  const store = await openTestStore();
  await handInAll(store, 'mallory', numbered('mallory', 40));
  await handInAll(store, 'bob', numbered('bob', 3));
  await setAside(store);
  const first = await readNext(store, 6);
  expect(first.filter((by) => by === 'bob')).toHaveLength(3);
  const order: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    await handInAll(store, 'olga', [`olga ${round}`, `olga again ${round}`]);
    await setAside(store);
    order.push(...(await readNext(store, 2)));
  }
  expect(order.filter((by) => by === 'mallory').length).toBeGreaterThanOrEqual(9);
  expect(order.filter((by) => by === 'olga').length).toBeGreaterThanOrEqual(9);
});

test('a file that another account handed in as well is read when the first of the two has its turn', async () => {
  const store = await openTestStore();
  await handInAll(store, 'mallory', numbered('mallory', 30));
  await setAside(store);
  await handInAll(store, 'olga', ['mallory 29']);
  await setAside(store);
  const read: string[] = [];
  const parse: Parse = async (artifacts) => {
    for (const bytes of artifacts.values()) read.push(Buffer.from(bytes).toString());
    return parseHere(artifacts);
  };
  for (let index = 0; index < 2; index += 1) await readLong({ store, boss: await senderOf(store), parse });
  expect(read).toContain('slow mallory 29');
});

test('those that are only large go before those that took too long, whoever handed them in', async () => {
  const store = await openTestStore();
  await handInAll(store, 'olga', ['olga 0']);
  await setAside(store);
  await handIn(store, Buffer.concat([slowFile('mallory '), Buffer.alloc(QUICK_BYTES, 0x20)]), { submittedBy: 'mallory' });
  await setAside(store);
  expect(await readNext(store, 2)).toEqual(['mallory', 'olga']);
});

/** Reads the next ones of the first queue, one at a time. */
async function readQuickly(store: Store, count: number): Promise<readonly string[]> {
  const boss = await senderOf(store);
  const by: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const [job] = await boss.fetch<ReadJob>('read', { batchSize: 1 });
    const { fileName } = await store.prisma.submission.findFirstOrThrow({ where: { sha256: job?.data.sha256 ?? '' } });
    by.push((fileName ?? '').split(' ')[0] ?? '');
    if (job !== undefined) await completeJobs({ boss }, store.pool, { queue: 'read', jobs: [job] });
  }
  return by;
}

test('a thousand files of one account hold up the first reading of another by a few', async () => {
  const store = await openTestStore();
  await handInAll(store, 'mallory', numbered('mallory', MANY));
  await readQuickly(store, 5);
  await handInAll(store, 'olga', ['olga 0', 'olga 1']);
  // Two transactions that add jobs at the same moment may give the same turn twice.
  expect((await readQuickly(store, 8)).filter((by) => by === 'olga')).toHaveLength(2);
});

test('what the program has read again takes turns with what people hand in', async () => {
  const store = await openTestStore();
  await handInAll(store, 'mallory', numbered('mallory', 40));
  const { rows } = await store.pool.query<{ sha256: string }>('SELECT sha256 FROM artifact');
  await store.pool.query("DELETE FROM pgboss.job WHERE name = 'read'");
  await requeueEverything(store);
  await handInAll(store, 'olga', ['olga 0']);
  expect(rows).toHaveLength(40);
  expect(await readQuickly(store, 2)).toContain('olga');
});

test('a batch that takes long gives back what it has not begun, and another account has its turn before that; nothing is lost or read twice', async () => {
  const store = await openTestStore();
  const names = numbered('mallory', 12);
  await Promise.all(
    names.map((name) => handIn(store, Buffer.concat([slowFile(name), Buffer.alloc(QUICK_BYTES - 64, 0x20)]), { submittedBy: 'mallory' })),
  );
  const read: string[] = [];
  const parse: Parse = async (artifacts) => {
    read.push(...artifacts.keys());
    await pause(1100);
    return parseHere(artifacts);
  };
  const place = { store, boss: await senderOf(store), parse };
  expect(await readBatch(place)).toBe(12);
  expect(read).toHaveLength(4);
  const olga = await handIn(store, Buffer.from('slow olga 0'), { submittedBy: 'olga' });
  await readBatch(place);
  expect(read.slice(4)).toContain(olga.sha256);
  expect(read.length).toBeLessThan(13);
  while ((await readBatch(place)) > 0);
  expect(new Set(read).size).toBe(13);
  expect(read).toHaveLength(13);
});
