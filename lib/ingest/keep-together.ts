import { consumeChallenges, reopenChallenges } from '#lib/store/challenges.ts';
import { nameArtifact } from '#lib/store/closure.ts';
import { type HandIn, saveHandIns } from '#lib/store/hand-in.ts';
import type { Store } from '#lib/store/open-store.ts';
import { enqueue, inJobTransaction } from '#lib/store/queue.ts';
import { readJobs } from '#lib/store/read-turns.ts';
import { BEGIN_BY_INDEX, type Queryable } from '#lib/store/sql.ts';
import { AttestationRefused } from './attestation-refused.ts';

/** Acts that one transaction keeps at most, and their bytes. */
const MAX_TOGETHER = 32;
const MAX_TOGETHER_BYTES = 1024 * 1024;
/** Transactions of one process that keep small files at the same time; the second one begins when it has all that it may hold. */
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
 * An answer uses its challenge up in the transaction that keeps it, or not at all.
 * @returns false, and keeps nothing, when the submitter used the idempotency key before
 * @throws AttestationRefused 'used' for another answer to a challenge that was answered
 */
export function keepTogether(store: Store, handIn: HandIn): Promise<boolean> {
  if (handIn.size > MAX_TOGETHER_BYTES) return keepAlone(store, handIn);
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
    if (desk.transactions > 0 && batch.length === desk.waiting.length && batch.length < MAX_TOGETHER) return;
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
  const alone = ({ handIn, resolve, reject }: Waiting) => keepAlone(store, handIn).then(resolve, reject);
  try {
    const kept = await keep(
      store,
      batch.map(({ handIn }) => handIn),
    );
    for (const waiting of batch) {
      const isNew = kept.get(waiting.handIn.submission.id);
      if (isNew === undefined) await alone(waiting);
      else waiting.resolve(isNew);
    }
  } catch (error) {
    if (batch.length === 1) batch[0]?.reject(error);
    else for (const waiting of batch) await alone(waiting);
  }
}

async function keepAlone(store: Store, handIn: HandIn): Promise<boolean> {
  const isNew = (await keep(store, [handIn])).get(handIn.submission.id);
  if (isNew !== undefined) return isNew;
  // The same act may be tried again, and gets its receipt; another one finds its challenge used.
  return inJobTransaction(store, async (db) => {
    if ((await saveHandIns(db, [handIn])).size === 0) return false;
    throw new AttestationRefused('used', 'This challenge was answered before. Ask for another one.');
  });
}

/** @returns by submission whether it is new; without those whose challenge was used, which are not kept */
async function keep(store: Store, handIns: readonly HandIn[]): Promise<ReadonlyMap<string, boolean>> {
  const work = async (db: Queryable) => {
    const own = await consuming(db, handIns);
    const kept = await saveHandIns(db, own);
    const [fresh, known] = [own.filter(({ submission: { id } }) => kept.has(id)), own.filter(({ submission: { id } }) => !kept.has(id))];
    await reopenChallenges(db, challengesOf(known));
    const acts = fresh.map(({ submission }) => submission);
    for (const { sha256, device } of acts) if (device !== null) await nameArtifact(db, { sha256, device });
    const requests = acts.map(({ sha256, submittedBy }) => ({ sha256, submitter: submittedBy }));
    await enqueue(store, db, { queue: 'read', jobs: await readJobs(db, requests) });
    return new Map(own.map(({ submission: { id } }) => [id, kept.has(id)]));
  };
  return inJobTransaction(store, work, { begin: BEGIN_BY_INDEX });
}

/** Of several answers to one challenge the first; none to a challenge that was answered. */
async function consuming(db: Queryable, handIns: readonly HandIn[]): Promise<readonly HandIn[]> {
  const first = new Map<string, HandIn>();
  for (const handIn of handIns) {
    const { challenge } = handIn.submission;
    if (challenge !== undefined && !first.has(challenge.id)) first.set(challenge.id, handIn);
  }
  const open = await consumeChallenges(
    db,
    [...first].map(([id, { submission }]) => ({ id, at: submission.receivedAt })),
  );
  return handIns.filter((handIn) => {
    const { challenge } = handIn.submission;
    return challenge === undefined || (open.has(challenge.id) && first.get(challenge.id) === handIn);
  });
}

const challengesOf = (handIns: readonly HandIn[]): readonly string[] => handIns.flatMap(({ submission }) => submission.challenge?.id ?? []);
