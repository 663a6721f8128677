import { assess } from '#lib/detect/assess.ts';
import { compareTimes } from '#lib/device/time.ts';
import type { Seeds } from '#lib/store/closure.ts';
import type { Store } from '#lib/store/open-store.ts';
import { isRetryable } from '#lib/store/sql.ts';
import type { DocumentCache } from './document-cache.ts';
import { type ClosureEvidence, loadEvidence } from './load-evidence.ts';
import { type Folded, persistFolds } from './persist-folds.ts';

export interface FoldOptions {
  readonly at: Date;
  readonly cache?: DocumentCache;
}

/** More came in every time that a fold was about to be kept. The job is tried again later. */
export class FoldOvertaken extends Error {
  constructor() {
    super(`Evidence kept coming in while it was folded, ${MAX_ROUNDS} times.`);
    this.name = 'FoldOvertaken';
  }
}

const MAX_ROUNDS = 6;

/**
 * Folds everything that the seeds lead to and keeps what differs. No transaction spans the folding: what came meanwhile is
 * noticed at the end, and then the fold is made again.
 * @returns ids of the devices that were folded
 */
export async function foldDevices(store: Store, seeds: Seeds, { at, cache }: FoldOptions): Promise<readonly string[]> {
  const folded = new Set<string>();
  let open: Seeds = seeds;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const loaded = await loadEvidence(store.pool, open, { at: at.toISOString(), ...(cache === undefined ? {} : { cache }) });
    const folds = loaded.map(atReceipt).map((each) => ({ ...each, result: assess(each.evidence) }));
    const overtaken = await persistOrWait(store, folds);
    for (const fold of folds) if (!overtaken.includes(fold)) for (const { device } of fold.result.assessed) folded.add(device.id);
    if (overtaken.length === 0) return [...folded].sort();
    open = { artifacts: overtaken.flatMap(({ closure }) => closure.artifacts), keys: [] };
  }
  throw new FoldOvertaken();
}

/**
 * The clocks of two processes differ. What was received and said is there, even where this clock has not come so far: a fold of an earlier
 * instant would leave it out, and settle it all the same.
 */
function atReceipt(each: ClosureEvidence): ClosureEvidence {
  const { evidence } = each;
  const times = [...evidence.submissions.map(({ receivedAt }) => receivedAt), ...evidence.statements.map(({ at }) => at)];
  const at = times.reduce((last, time) => (compareTimes(time, last) > 0 ? time : last), evidence.at);
  return at === evidence.at ? each : { ...each, evidence: { ...evidence, at } };
}

/** Two folds that meet in one device: the database lets one of them win, and the other one looks again. */
async function persistOrWait(store: Store, folds: readonly Folded[]): Promise<readonly Folded[]> {
  try {
    return await persistFolds(store, folds);
  } catch (error) {
    if (isRetryable(error)) return folds;
    throw error;
  }
}
