import { foldDevices } from '#lib/ingest/fold-devices.ts';
import { parseHere } from '#lib/ingest/parse.ts';
import { readArtifactsInto } from '#lib/ingest/read-artifacts.ts';
import { refold } from '#lib/ingest/recheck.ts';
import { type Receipt, takeIn, type Upload } from '#lib/ingest/take-in.ts';
import type { Store } from '#lib/store/open-store.ts';
import { completeJobs, type FoldJob, type ReadJob, type RefoldJob, senderOf } from '#lib/store/queue.ts';

/** Takes bytes in as a test says, with plain values for the rest. */
export function handIn(store: Store, bytes: Uint8Array, upload: Partial<Upload> = {}): Promise<Receipt> {
  return takeIn(store, {
    stream: once(bytes),
    submittedBy: 'operator',
    fileName: 'file',
    device: null,
    role: null,
    observedAt: null,
    mayAttachTo: 'any',
    idempotencyKey: null,
    receivedAt: new Date('2026-03-01T00:00:00.000Z'),
    ...upload,
  });
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Does everything that waits in the queues, in this thread, one job at a time, until nothing waits. */
export async function settle(store: Store, at = new Date('2026-03-02T00:00:00.000Z')): Promise<void> {
  const boss = await senderOf(store);
  for (;;) {
    const reads = await boss.fetch<ReadJob>('read', { batchSize: 100 });
    if (reads.length > 0) {
      await readArtifactsInto(
        store,
        reads.map(({ data }) => data.sha256),
        { parse: parseHere, finish: (db) => completeJobs({ boss }, db, { queue: 'read', jobs: reads }) },
      );
      continue;
    }
    const refolds = await boss.fetch<RefoldJob>('refold', { batchSize: 1 });
    for (const { data } of refolds) await refold(store, data);
    await completeJobs({ boss }, store.pool, { queue: 'refold', jobs: refolds });
    const folds = await boss.fetch<FoldJob>('fold', { batchSize: 10 });
    for (const { data } of folds) await foldDevices(store, data, { at });
    await completeJobs({ boss }, store.pool, { queue: 'fold', jobs: folds });
    if (refolds.length + folds.length === 0) return;
  }
}
