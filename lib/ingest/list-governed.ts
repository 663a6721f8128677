import type { GoverningKind, GoverningLines } from '#lib/device/statement/statement-types.ts';
import { compareTimes } from '#lib/device/time.ts';
import { type GovernedView, governedView } from '#lib/present/governed-view.ts';
import type { Store } from '#lib/store/open-store.ts';
import { governingStatements } from '#lib/store/statements.ts';

/** A table that needs two people as it stands, with what waits for the second one and what is over. */
export async function listGoverned<Kind extends GoverningKind>(
  store: Store,
  kind: Kind,
  at: Date,
): Promise<GovernedView<GoverningLines[Kind]>> {
  const now = at.toISOString();
  const said = (await governingStatements(store.pool)).filter((statement) => compareTimes(statement.at, now) <= 0);
  return governedView(kind, { said, now });
}
