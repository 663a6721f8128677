import { compareTimes } from '#lib/device/time.ts';
import { type AliasView, aliasView } from '#lib/present/alias-view.ts';
import type { Store } from '#lib/store/open-store.ts';
import { governingStatements } from '#lib/store/statements.ts';

/** Manufacturer names that mean the same, with what waits for a second person. */
export async function listAliases(store: Store, now: Date): Promise<AliasView> {
  const at = now.toISOString();
  return aliasView(
    (await governingStatements(store.pool)).filter((statement) => compareTimes(statement.at, at) <= 0),
    at,
  );
}
