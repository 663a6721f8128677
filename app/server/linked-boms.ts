import type { Principal } from '#lib/auth/principal.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { type BomAtHand, type BomLinkView, bomLinkViews, MAX_LINK_VIEWS } from '#lib/present/bom-link-view.ts';
import { findKeptBoms } from '#lib/store/linked-boms.ts';
import type { Store } from '#lib/store/open-store.ts';
import { visibleArtifact } from '../api/v1/artifacts/visible-artifact.ts';
import { RequestProblem } from './problem.ts';

type Bom = Parameters<typeof bomLinkViews>[1];

/** What the parts of a BOM are made of, by the BOMs that were handed in and that the viewer may see. */
export async function linkedBoms(
  store: Store,
  principal: Principal,
  { locale, bom }: { locale: Locale; bom: Bom },
): Promise<readonly BomLinkView[]> {
  const links = (bom.links ?? []).slice(0, MAX_LINK_VIEWS);
  const serialNumbers = [...new Set(links.flatMap(({ serialNumber }) => serialNumber ?? []))];
  const digests = [...new Set(links.flatMap(({ sha256 }) => sha256 ?? []))];
  const kept = await findKeptBoms(store.pool, { serialNumbers, digests });
  const seen = await Promise.all(kept.map(async (each) => ((await isVisible(store, principal, each.sha256)) ? [each] : [])));
  return bomLinkViews(locale, bom, seen.flat() satisfies readonly BomAtHand[]);
}

/** Whether the viewer may see a file. */
export async function isVisible(store: Store, principal: Principal, sha256: string): Promise<boolean> {
  try {
    await visibleArtifact(store, principal, sha256);
    return true;
  } catch (error) {
    if (error instanceof RequestProblem && error.code === 'notFound') return false;
    throw error;
  }
}
