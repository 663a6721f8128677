import type { ReadDocument } from '#lib/artifact/types.ts';
import { compareTexts } from '#lib/device/time.ts';
import type { Closure } from '#lib/store/closure.ts';
import { keysListed, listsAbout, MAX_LIST_BYTES } from '#lib/store/device-lists.ts';
import type { Candidate } from '#lib/store/fair-candidates.ts';
import type { Queryable } from '#lib/store/sql.ts';
import { submissionsOf, type TrackedSubmission } from '#lib/store/submissions.ts';
import { type DocumentCache, loadFurther } from './document-cache.ts';

interface ListQuestion {
  readonly closures: readonly Closure[];
  /** What is found is added. */
  readonly documents: Map<string, readonly ReadDocument[]>;
  readonly options: { readonly knownAt?: string; readonly cache?: DocumentCache };
}

/**
 * The lists of other verifiers that speak of the devices of closures and belong to none of these, with all acts of handing them in, by the index of the
 * closure. A list connects nothing: each device is told of it apart.
 */
export async function listsOfClosures(
  db: Queryable,
  { closures, documents, options }: ListQuestion,
): Promise<readonly (readonly TrackedSubmission[])[]> {
  const listed = await keysListed(db, [...new Set(closures.flatMap(({ keys }) => keys))]);
  if (listed.size === 0) return closures.map(() => []);
  const found = await listsAbout(db, { keys: [...listed], knownAt: options.knownAt });
  const of = closures.map(({ artifacts, keys }) => {
    const own = new Set(artifacts);
    const lists = new Map(keys.flatMap((key) => found.get(key)?.artifacts ?? []).map((list) => [list.sha256, list]));
    const newest = [...lists.values()].sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime() || compareTexts(a.sha256, b.sha256));
    return withinOctets(newest.filter(({ sha256 }) => !own.has(sha256)));
  });
  const all = [...new Set(of.flat())];
  await loadFurther(db, all, { documents, cache: options.cache });
  const acts = Map.groupBy(await submissionsOf(db, all), ({ sha256 }) => sha256);
  return of.map((lists) => lists.flatMap((sha256) => (acts.get(sha256) ?? []).map(forEachDevice)));
}

/** For all devices and names of one closure as many octets as for one name. */
function withinOctets(lists: readonly Candidate[]): readonly string[] {
  let octets = 0;
  return lists.flatMap(({ sha256, size }) => {
    octets += size;
    return octets <= MAX_LIST_BYTES ? [sha256] : [];
  });
}

/** Who may see one device doesn't learn for which other one the list was handed in. */
const forEachDevice = ({ challenge: _, ...submission }: TrackedSubmission): TrackedSubmission => ({ ...submission, device: null });
