import { visibleText } from '#lib/component/visible-text.ts';
import type { BomLink, CycloneDxBom } from '#lib/cyclonedx/types.ts';
import { describeUnit } from '#lib/detect/unit-text.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';

/** A BOM that was handed in, as a link may name it. */
export interface BomAtHand {
  readonly sha256: string;
  readonly summary: string;
  readonly serialNumber: string | null;
  readonly version: number | null;
}

/** Where a link leads: to the very BOM, to others of its serial number, or to nothing that was handed in. */
export type BomLinkStanding = 'at-hand' | 'other-version' | 'other-content' | 'not-at-hand';

/** A part and what describes its contents. */
export interface BomLinkView {
  readonly key: string;
  readonly part: string;
  readonly standing: BomLinkStanding;
  /** One sentence, before the BOMs. */
  readonly text: string;
  readonly boms: readonly { readonly sha256: string; readonly summary: string }[];
}

/** Links that a page shows. */
export const MAX_LINK_VIEWS = 100;

/** What the parts of a BOM are made of, as far as it points to BOMs. A linked BOM says what a part contains, never that it is expected. */
export function bomLinkViews(locale: Locale, bom: CycloneDxBom, atHand: readonly BomAtHand[]): readonly BomLinkView[] {
  return (bom.links ?? []).slice(0, MAX_LINK_VIEWS).map((link, index) => {
    const { standing, boms } = followLink(link, atHand);
    const values = { url: visibleText(link.url), version: link.version ?? '' };
    const at = link.ref === null ? '' : ` ${translate(locale, 'device.boms.linkRef', { ref: visibleText(link.ref) })}`;
    return {
      key: `${link.from ?? ''}-${index}`,
      part: partOf(locale, link, bom),
      standing,
      text: `${translate(locale, `device.boms.link.${standing}`, values)}${standing === 'at-hand' ? at : ''}`,
      boms: boms.map(({ sha256, summary }) => ({ sha256, summary: visibleText(summary) })),
    };
  });
}

function partOf(locale: Locale, { from }: BomLink, { components }: CycloneDxBom): string {
  const component = from === null ? undefined : components.find(({ path }) => path === from);
  return component === undefined ? translate(locale, 'device.boms.linkOfSubject') : describeUnit(component);
}

/** A digest that the link names decides; without one, serial number and version. */
function followLink({ serialNumber, version, sha256 }: BomLink, atHand: readonly BomAtHand[]): Pick<BomLinkView, 'standing' | 'boms'> {
  const named = serialNumber === null ? [] : atHand.filter((bom) => bom.serialNumber === serialNumber);
  const exact = version === null ? named : named.filter((bom) => bom.version === version);
  if (sha256 !== null) {
    const same = atHand.filter((bom) => bom.sha256 === sha256);
    if (same.length > 0) return { standing: 'at-hand', boms: same };
    if (exact.length > 0) return { standing: 'other-content', boms: exact };
  } else if (exact.length > 0) return { standing: 'at-hand', boms: exact };
  return named.length > 0 ? { standing: 'other-version', boms: named } : { standing: 'not-at-hand', boms: [] };
}
