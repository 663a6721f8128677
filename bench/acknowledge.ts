import { takeIn } from '#lib/ingest/take-in.ts';
import { openStore, type Store } from '#lib/store/open-store.ts';
import { makeBareTransactions } from './bare-transactions.ts';
import type { BenchServer } from './bench-server.ts';
import { concurrently } from './concurrently.ts';
import { compare, type Figure } from './harness.ts';
import { describeUploadMix, makeUploadMix } from './upload-mix.ts';

/** As many as the store's own connections. */
export const AT_ONCE = 10;
const FILES = 400;
const TARGET = 0.5;

/** Acknowledging uploads: bytes, submission and job in one transaction, against the bare transaction. */
export async function benchAcknowledge(server: BenchServer, { rounds }: { rounds: number }): Promise<readonly Figure[]> {
  const url = await server.makeDatabase('acknowledge');
  const store = openStore(url, { connections: AT_ONCE });
  const bare = await makeBareTransactions(url, { connections: AT_ONCE });
  const makeFiles = makeUploadMix();
  let files: readonly Uint8Array[] = [];
  try {
    const figure = await compare({
      name: 'acknowledge',
      ours: `takeIn of new files, ${AT_ONCE} at a time: ${describeUploadMix()}`,
      yardstick: `a transaction that inserts the same bytes and one job, ${AT_ONCE} at a time`,
      direction: 'at-least',
      target: TARGET,
      rounds,
      perRound: FILES,
      prepare: async () => {
        files = makeFiles(FILES);
      },
      runOurs: () => concurrently(files, { atOnce: AT_ONCE }, (bytes) => handIn(store, { bytes })),
      runYardstick: () => bare.run(files, { atOnce: AT_ONCE }),
    });
    await expectKept(store, FILES * (rounds + 1));
    return [figure];
  } finally {
    await bare.close();
    await store.close();
  }
}

/** Takes a file in as the upload route does. */
export function handIn(store: Store, { bytes, fileName = 'file' }: { bytes: Uint8Array; fileName?: string }) {
  return takeIn(store, {
    stream: asStream(bytes),
    receivedAt: new Date(),
    submittedBy: 'bench',
    fileName,
    device: null,
    role: null,
    observedAt: null,
    mayAttachTo: 'any',
    idempotencyKey: null,
  });
}

async function* asStream(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  // As the network brings it.
  for (let offset = 0; offset < bytes.byteLength; offset += 65_536) yield bytes.subarray(offset, offset + 65_536);
}

/** A figure of work that wasn't done is no figure. */
async function expectKept(store: Store, count: number): Promise<void> {
  const { rows } = await store.pool.query('SELECT count(*)::int AS kept FROM submission s JOIN artifact a USING (sha256)');
  if (rows[0].kept !== count) throw new Error(`${rows[0].kept} of ${count} uploads were kept`);
}
