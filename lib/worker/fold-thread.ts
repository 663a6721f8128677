import { parentPort, workerData } from 'node:worker_threads';
import { makeDocumentCache } from '#lib/ingest/document-cache.ts';
import { openStore } from '#lib/store/open-store.ts';
import { makeBoss, stopBoss } from '#lib/store/queue.ts';
import { makeLoops } from './loops.ts';
import { foldBatch } from './work.ts';

/** `reading`: files are coming in · `idle`: none are, for now · `stop`: finish what was begun. */
export type FoldCommand = 'reading' | 'idle' | 'stop';

/** What the thread is at. Told to the process, which keeps those jobs alive: a long fold leaves this thread no time to. */
export type FoldNews = { readonly kind: 'began' | 'ended'; readonly jobs: readonly string[] };

/** While files come in, folding waits: each device is then folded once for many files. But not for ever. */
const FOLD_AT_LATEST_MS = 2000;
/** One for the folds, one for the heartbeat of their jobs. */
const CONNECTIONS = 2;

const loops = makeLoops();
// Of our own making.
const store = openStore(String(workerData), { connections: CONNECTIONS });
const place = { store, boss: makeBoss(store, { migrate: false, supervise: false }), cache: makeDocumentCache(), keepAlive };
let isReading = false;
let foldedAt = Date.now();

parentPort?.on('message', (command: FoldCommand) => {
  isReading = command === 'reading';
  if (command === 'stop') loops.stop();
  else if (command === 'idle') loops.wake();
});
await place.boss.start();
await loops.repeat(async () => {
  if (isReading && Date.now() - foldedAt < FOLD_AT_LATEST_MS) return 0;
  const count = await foldBatch(place);
  foldedAt = Date.now();
  return count;
});
await stopBoss(place.boss);
await store.close();
parentPort?.close();

function keepAlive(_: string, jobs: readonly string[]): () => void {
  const tell = (kind: FoldNews['kind']): void => parentPort?.postMessage({ kind, jobs } satisfies FoldNews);
  tell('began');
  return () => tell('ended');
}
