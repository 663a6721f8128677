import { compareTimes } from '#lib/device/time.ts';
import { type PolicyView, policyView } from '#lib/present/policy-view.ts';
import type { Store } from '#lib/store/open-store.ts';
import { governingStatements } from '#lib/store/statements.ts';

/** The table of who may say what as it stands, with proposals and what is over. */
export async function listIssuerPolicy(store: Store, now: Date): Promise<PolicyView> {
  const at = now.toISOString();
  const said = (await governingStatements(store.pool)).filter((statement) => compareTimes(statement.at, at) <= 0);
  return policyView(said, at);
}
