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

/** The lists that speak of the devices of one closure. */
export interface ListsOfClosure {
  /** All acts of handing them in. */
  readonly submissions: readonly TrackedSubmission[];
  /** More were handed in than are read: the older ones are not. */
  readonly areCut: boolean;
}

const NO_LISTS: ListsOfClosure = { submissions: [], areCut: false };

/**
 * The lists of other verifiers that speak of the devices of closures and belong to none of these, by the index of the closure. A list connects nothing: each device is told of it apart.
 */
export async function listsOfClosures(db: Queryable, { closures, documents, options }: ListQuestion): Promise<readonly ListsOfClosure[]> {
  const listed = await keysListed(db, [...new Set(closures.flatMap(({ keys }) => keys))]);
  if (listed.size === 0) return closures.map(() => NO_LISTS);
  const found = await listsAbout(db, { keys: [...listed], knownAt: options.knownAt });
  const of = closures.map(({ artifacts, keys }) => {
    const own = new Set(artifacts);
    const lists = new Map(keys.flatMap((key) => found.get(key)?.artifacts ?? []).map((list) => [list.sha256, list]));
    const newest = [...lists.values()].sort((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime() || compareTexts(a.sha256, b.sha256));
    const others = newest.filter(({ sha256 }) => !own.has(sha256));
    const within = withinOctets(others);
    return { within, areCut: within.length < others.length || keys.some((key) => found.get(key)?.isCut === true) };
  });
  const all = [...new Set(of.flatMap(({ within }) => within))];
  await loadFurther(db, all, { documents, cache: options.cache });
  const acts = Map.groupBy(await submissionsOf(db, all, options.knownAt), ({ sha256 }) => sha256);
  return of.map(({ within, areCut }) => ({
    submissions: within.flatMap((sha256) => (acts.get(sha256) ?? []).map(forEachDevice)),
    areCut,
  }));
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
