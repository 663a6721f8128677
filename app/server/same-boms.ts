import type { Principal } from '#lib/auth/principal.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { findBomsOfSet, findPointingBoms } from '#lib/store/linked-boms.ts';
import type { Store } from '#lib/store/open-store.ts';
import { isVisible } from './linked-boms.ts';

/** A BOM that was handed in. */
export interface BomFile {
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
): Promise<readonly BomFile[]> {
  return shownOf(store, principal, await findBomsOfSet(store.pool, { digest, except }));
}

/** The files of which a part points to a BOM, and that the viewer may see. */
export async function pointingBoms(
  store: Store,
  principal: Principal,
  bom: { readonly serialNumber: string | null; readonly sha256: string },
): Promise<readonly BomFile[]> {
  return shownOf(store, principal, await findPointingBoms(store.pool, bom));
}

async function shownOf(store: Store, principal: Principal, found: readonly BomFile[]): Promise<readonly BomFile[]> {
  const shown: BomFile[] = [];
  for (const { sha256, summary } of found) {
    if (shown.length >= MAX_SHOWN) break;
    if (await isVisible(store, principal, sha256)) shown.push({ sha256, summary: visibleText(summary) });
  }
  return shown;
}
