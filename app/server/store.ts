import { openStore, type Store } from '#lib/store/open-store.ts';

// On the global object, because Next may load this file once per bundle and would open a pool for each.
const held: { assayStore?: Store } = globalThis as { assayStore?: Store };

/** The store of this process, opened at first use. @throws when DATABASE_URL is not set: `npm start` sets it */
export function getStore(): Store {
  if (held.assayStore !== undefined) return held.assayStore;
  const url = process.env.DATABASE_URL;
  if (url === undefined) throw new Error('DATABASE_URL is not set. Start with “npm start”, which sets it, or set it yourself.');
  held.assayStore = openStore(url);
  return held.assayStore;
}
