import { canWithdraw, withdrawnIds } from '#components/device/said-view.ts';
import type { Store } from '#lib/store/open-store.ts';
import { findAssessed } from '#lib/store/snapshots.ts';
import { statementsAbout } from '#lib/store/statements.ts';

interface Asked {
  readonly device: string;
  readonly statement: string;
  readonly viewer: string;
}

/** Whether a statement that the page of the device lists can be withdrawn by the viewer, and nobody did so since it was folded. */
export async function canBeWithdrawn(store: Store, { device, statement, viewer }: Asked): Promise<boolean> {
  const listed = (await findAssessed(store, device))?.device.statements ?? [];
  const target = listed.find(({ id }) => id === statement);
  if (target === undefined || !canWithdraw(target, viewer)) return false;
  // A device that several became goes by one id; what was said before names the others.
  const devices = new Set([device, ...listed.flatMap((said) => ('device' in said ? [said.device] : []))]);
  const said = await statementsAbout(store.pool, { devices: [...devices], submissions: [] });
  return !withdrawnIds(said.map((each) => each.statement)).has(statement);
}
