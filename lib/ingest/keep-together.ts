import { nameArtifact } from '#lib/store/closure.ts';
import { type HandIn, saveHandIns } from '#lib/store/hand-in.ts';
import type { Store } from '#lib/store/open-store.ts';
import { enqueue, inJobTransaction } from '#lib/store/queue.ts';
import { readJobs } from '#lib/store/read-turns.ts';
import { answerOnce } from './answer-once.ts';

/** Acts that one transaction keeps at most, and their bytes. */
const MAX_TOGETHER = 32;
const MAX_TOGETHER_BYTES = 1024 * 1024;
/** Transactions of one process that keep small files at the same time. */
const MAX_TRANSACTIONS = 2;

interface Waiting {
  readonly handIn: HandIn;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
}

interface Desk {
  waiting: Waiting[];
  transactions: number;
}

const desks = new WeakMap<Store, Desk>();

/**
 * Keeps an act with the job that reads its bytes. Small files that come in while others are being kept share the next
 * transaction: under load the database syncs its log once for many. Each caller still hears only when its own is kept.
 * @returns false, and keeps nothing, when the submitter used the idempotency key before
 */
export function keepTogether(store: Store, handIn: HandIn): Promise<boolean> {
  // An answer to a challenge is refused when another one came first; that takes nobody else's file with it.
  if (handIn.size > MAX_TOGETHER_BYTES || handIn.submission.challenge !== undefined) return keepAlone(store, handIn);
  return new Promise((resolve, reject) => {
    const desk = desks.get(store) ?? { waiting: [], transactions: 0 };
    desks.set(store, desk);
    desk.waiting.push({ handIn, resolve, reject });
    // Not at once: those that the same turn of the event loop brings share the transaction.
    if (desk.waiting.length === 1) setImmediate(() => startTransactions(store, desk));
  });
}

function startTransactions(store: Store, desk: Desk): void {
  while (desk.transactions < MAX_TRANSACTIONS && desk.waiting.length > 0) {
    const batch = firstOf(desk.waiting);
    desk.waiting = desk.waiting.slice(batch.length);
    desk.transactions += 1;
    void keepBatch(store, batch).finally(() => {
      desk.transactions -= 1;
      // Whoever heard that its file is kept may bring the next one in this turn.
      setImmediate(() => startTransactions(store, desk));
    });
  }
}

function firstOf(waiting: readonly Waiting[]): readonly Waiting[] {
  let bytes = 0;
  const end = waiting.findIndex(({ handIn }, index) => {
    bytes += handIn.size;
    return index === MAX_TOGETHER || (index > 0 && bytes > MAX_TOGETHER_BYTES);
  });
  return end === -1 ? waiting : waiting.slice(0, end);
}

/** When the transaction fails, each act is tried alone, so that none fails for another one's sake. */
async function keepBatch(store: Store, batch: readonly Waiting[]): Promise<void> {
  try {
    const kept = await keep(
      store,
      batch.map(({ handIn }) => handIn),
    );
    for (const { handIn, resolve } of batch) resolve(kept.has(handIn.submission.id));
  } catch (error) {
    if (batch.length === 1) batch[0]?.reject(error);
    else for (const { handIn, resolve, reject } of batch) await keepAlone(store, handIn).then(resolve, reject);
  }
}

async function keepAlone(store: Store, handIn: HandIn): Promise<boolean> {
  return (await keep(store, [handIn])).has(handIn.submission.id);
}

function keep(store: Store, handIns: readonly HandIn[]): Promise<ReadonlySet<string>> {
  return inJobTransaction(store, async (db) => {
    const kept = await saveHandIns(db, handIns);
    const fresh = handIns.map(({ submission }) => submission).filter(({ id }) => kept.has(id));
    for (const { challenge, receivedAt } of fresh) if (challenge !== undefined) await answerOnce(db, challenge, receivedAt);
    for (const { sha256, device } of fresh) if (device !== null) await nameArtifact(db, { sha256, device });
    await enqueue(store, db, {
      queue: 'read',
      jobs: await readJobs(
        db,
        fresh.map(({ sha256, submittedBy }) => ({ sha256, submitter: submittedBy })),
      ),
    });
    return kept;
  });
}
