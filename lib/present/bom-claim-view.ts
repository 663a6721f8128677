import { visibleText } from '#lib/component/visible-text.ts';
import { isBomSerialNumber } from '#lib/cyclonedx/identifiers.ts';
import type { CycloneDxBom } from '#lib/cyclonedx/types.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';

/** A BOM of another device under the same serial number. */
export interface BomClaim {
  readonly device: string;
  readonly model: string | null;
  readonly serial: string | null;
  readonly sha256: string;
  readonly version: number | null;
}

/** Another device that has a BOM of one serial number. */
export interface BomClaimView {
  readonly device: string;
  /** What that device is called. */
  readonly name: string;
  /** `same-file`: one BOM for both, as of a model; `other-file`: one number for two BOMs. */
  readonly standing: 'same-file' | 'other-file';
  /** One sentence, before the name. */
  readonly text: string;
}

/** The serial number by which a BOM can be told from others; null where it has none, or something else in its place. */
export const claimedNumber = ({ serialNumber }: Pick<CycloneDxBom, 'serialNumber'>): string | null =>
  serialNumber !== null && isBomSerialNumber(serialNumber) ? serialNumber : null;

/** Devices that a page names. */
const MAX_SHOWN = 10;

/**
 * What a serial number on several devices means, one line a device. A serial number names one BOM (ECMA-424, serialNumber): another file under it, on another
 * device, was copied, or its maker gives one number to several. The same file may well speak of a model.
 * @param sha256  the file on this device
 */
export function bomClaimViews(locale: Locale, claims: readonly BomClaim[], sha256: string): readonly BomClaimView[] {
  const byDevice = [...Map.groupBy(claims, ({ device }) => device).values()];
  return byDevice.slice(0, MAX_SHOWN).flatMap((own) => {
    const claim = own.find((each) => each.sha256 !== sha256) ?? own[0];
    if (claim === undefined) return [];
    const standing = claim.sha256 === sha256 ? 'same-file' : 'other-file';
    return [
      {
        device: claim.device,
        name: visibleText([claim.model, claim.serial].filter((text) => text !== null && text !== '').join(', ')) || claim.device,
        standing,
        text: translate(locale, `device.boms.claim.${standing}`, { version: claim.version ?? '' }),
      },
    ];
  });
}
