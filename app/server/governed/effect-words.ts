import type { EffectProps } from '#components/governed/effect-table.tsx';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { translate } from '#lib/i18n/message.ts';
import { type ChangeEffect, MAX_EFFECT_MS } from '#lib/ingest/change-effect.ts';
import { MAX_PAGE } from '#lib/store/page.ts';

type Found = Pick<ChangeEffect, 'concerned' | 'isMore' | 'looked' | 'isCut' | 'next'> & { readonly changes: readonly unknown[] };

/** How many devices were looked at, of how many, why not all of them, and how many of those stay as they are. */
export function effectWords(effect: Found, locale: Locale): Pick<EffectProps, 'summary' | 'part' | 'stay'> {
  const { looked, changes, isCut, next } = effect;
  const { governed } = catalogueOf(locale);
  if (looked === 0) return { summary: governed.effectNobody, part: null, stay: null };
  const staying = looked - changes.length;
  const stay = staying === 0 ? null : translate(locale, 'governed.effectStay', { count: staying });
  if (isCut) {
    const part = next === null ? null : fill(governed.effectPage, { limit: MAX_PAGE, seconds: MAX_EFFECT_MS / 1000 });
    return { summary: partOf(effect, locale), part, stay };
  }
  if (changes.length > 0) return { summary: translate(locale, 'governed.effectSome', { count: looked }), part: null, stay };
  // Its sentence says that all stay as they are.
  return { summary: translate(locale, 'governed.effectNone', { count: looked }), part: null, stay: null };
}

function partOf({ concerned, isMore, looked }: Found, locale: Locale): string {
  const whole = concerned.toLocaleString(locale);
  const more = fill(catalogueOf(locale).governed.effectMore, { count: whole });
  return translate(locale, 'governed.effectPart', { count: looked, concerned: isMore ? more : whole });
}
