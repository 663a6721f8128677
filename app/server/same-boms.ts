import type { Principal } from '#lib/auth/principal.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { findBomsOfSet } from '#lib/store/linked-boms.ts';
import type { Store } from '#lib/store/open-store.ts';
import { isVisible } from './linked-boms.ts';

/** A file that lists the same components. */
export interface SameBom {
  readonly sha256: string;
  readonly summary: string;
}

/** Files that are named; more of them say nothing new. */
const MAX_SHOWN = 10;

/** The files that list the same components as a BOM, and that the viewer may see. */
export async function sameBoms(
  store: Store,
  principal: Principal,
  { digest, except }: { readonly digest: string; readonly except: string },
): Promise<readonly SameBom[]> {
  const shown: SameBom[] = [];
  for (const { sha256, summary } of await findBomsOfSet(store.pool, { digest, except })) {
    if (shown.length >= MAX_SHOWN) break;
    if (await isVisible(store, principal, sha256)) shown.push({ sha256, summary: visibleText(summary) });
  }
  return shown;
}
