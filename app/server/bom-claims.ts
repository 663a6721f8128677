import type { Principal } from '#lib/auth/principal.ts';
import { maySeeDevice } from '#lib/auth/visible-devices.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { type BomClaimView, bomClaimViews, claimedNumber } from '#lib/present/bom-claim-view.ts';
import { findBomClaims } from '#lib/store/linked-boms.ts';
import type { Store } from '#lib/store/open-store.ts';

interface Claimed {
  readonly locale: Locale;
  readonly device: string;
  readonly sha256: string;
  readonly bom: Parameters<typeof claimedNumber>[0];
}

/** The other devices, among those that the viewer may see, that a BOM's serial number stands in a BOM of. */
export async function bomClaims(
  store: Store,
  principal: Principal,
  { locale, device, sha256, bom }: Claimed,
): Promise<readonly BomClaimView[]> {
  const serialNumber = claimedNumber(bom);
  if (serialNumber === null) return [];
  const claims = await findBomClaims(store.pool, { serialNumber, except: device });
  const visible = claims.filter((claim) => maySeeDevice(principal, claim.device));
  return bomClaimViews(locale, visible, sha256);
}
