import type { Store } from './open-store.ts';

/** Finds what belongs to each of the keys, in one trip to the database. */
type Load<Found> = (store: Store, keys: readonly string[]) => Promise<ReadonlyMap<string, Found>>;

interface Looking<Found> {
  readonly keys: Set<string>;
  readonly found: Promise<ReadonlyMap<string, Found>>;
}

/**
 * One look-up for all who ask in the same turn of the event loop: under load requests come in by the dozen, and each trip to the database
 * costs this process more than what it asks for. Nothing is remembered; whoever asks hears what stands there after it asked.
 */
export function lookTogether<Found>(load: Load<Found>): (store: Store, key: string) => Promise<Found | undefined> {
  const looking = new WeakMap<Store, Looking<Found>>();

  function begin(store: Store): Looking<Found> {
    const keys = new Set<string>();
    const turn = new Promise((resolve) => setImmediate(resolve));
    const found = turn.then(() => {
      looking.delete(store);
      return load(store, [...keys]);
    });
    const begun = { keys, found };
    looking.set(store, begun);
    return begun;
  }

  return async (store, key) => {
    const { keys, found } = looking.get(store) ?? begin(store);
    keys.add(key);
    return (await found).get(key);
  };
}
