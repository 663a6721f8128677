import type { Store } from './open-store.ts';

/** Asks the database for all of them in one trip. What it has nothing to tell of is left out. */
type Ask<Asked, Told> = (store: Store, all: readonly Asked[]) => Promise<ReadonlyMap<Asked, Told>>;

interface Trip<Asked, Told> {
  readonly all: Set<Asked>;
  readonly told: Promise<ReadonlyMap<Asked, Told>>;
}

/**
 * One statement for all who ask in the same turn of the event loop: under load requests come in by the dozen, and each trip to the database
 * costs this process, and the database, more than what it asks for. Nothing is remembered; whoever asks hears what stands there after it asked.
 */
export function oneTrip<Asked, Told>(ask: Ask<Asked, Told>): (store: Store, asked: Asked) => Promise<Told | undefined> {
  const trips = new WeakMap<Store, Trip<Asked, Told>>();

  function begin(store: Store): Trip<Asked, Told> {
    const all = new Set<Asked>();
    const turn = new Promise((resolve) => setImmediate(resolve));
    const told = turn.then(() => {
      trips.delete(store);
      return ask(store, [...all]);
    });
    const begun = { all, told };
    trips.set(store, begun);
    return begun;
  }

  return async (store, asked) => {
    const { all, told } = trips.get(store) ?? begin(store);
    all.add(asked);
    return (await told).get(asked);
  };
}
