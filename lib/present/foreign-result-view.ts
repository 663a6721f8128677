import { FORMAT_NAMES } from '#lib/attestation/describe.ts';
import type { Tier } from '#lib/attestation/trustworthiness.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { ForeignResult, ResultStanding } from '#lib/device/attested/foreign-results.ts';
import { compareTimes } from '#lib/device/time.ts';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import type { Mark } from './attestation-view.ts';
import { timeText } from './time-text.ts';
import type { Glyph, Tone } from './tone.ts';

/** The result of another verifier, as a row. */
export interface ForeignResultRow {
  readonly id: string;
  /** The artifact, whose page shows the file as it was received. */
  readonly sha256: string;
  readonly verifier: string;
  readonly form: string;
  readonly when: string;
  readonly tier: Mark;
  /** Part by part, with its reasons. */
  readonly says: string;
  readonly signature: Mark;
  /** Why it isn't trusted; null where it is. */
  readonly why: string | null;
  readonly holds: string;
  readonly isStale: boolean;
}

/** The results of other verifiers about a device. */
export interface ForeignResultView {
  /** Newest first. */
  readonly rows: readonly ForeignResultRow[];
  /** Results beyond those that are shown, in words; null for none. */
  readonly more: string | null;
  /** That there are older lists of many devices than were read, in words; null where there are none. */
  readonly older: string | null;
}

/** Rows that a page shows; the timeline has them all. */
const MAX_ROWS = 50;

const TIERS: Readonly<Record<Tier, { readonly glyph: Glyph; readonly tone: Tone }>> = {
  affirming: { glyph: 'check', tone: 'good' },
  none: { glyph: 'question', tone: 'plain' },
  warning: { glyph: 'warning', tone: 'caution' },
  contraindicated: { glyph: 'cross', tone: 'bad' },
};
const STANDINGS: Readonly<Record<ResultStanding, { readonly glyph: Glyph; readonly tone: Tone }>> = {
  trusted: { glyph: 'signed', tone: 'good' },
  declared: { glyph: 'question', tone: 'caution' },
  untrusted: { glyph: 'cross', tone: 'caution' },
};

/** What a person sees of the results of other verifiers, at the instant that is asked about. Texts of files are made visible. */
export function foreignResultView(
  locale: Locale,
  { results, at, olderLists }: { readonly results: readonly ForeignResult[]; readonly at: string; readonly olderLists: boolean },
): ForeignResultView {
  const left = results.length - MAX_ROWS;
  return {
    rows: results.slice(0, MAX_ROWS).map((result) => rowOf(locale, { result, at })),
    more: left > 0 ? translate(locale, 'results.more', { count: left }) : null,
    older: olderLists ? catalogueOf(locale).results.older : null,
  };
}

function rowOf(locale: Locale, { result, at }: { readonly result: ForeignResult; readonly at: string }): ForeignResultRow {
  const texts = catalogueOf(locale).results;
  const { documentId, sha256, issuer, format, standing, status, why } = result;
  const isStale = result.staleAt !== null && compareTimes(result.staleAt, at) <= 0;
  return {
    id: documentId,
    sha256,
    verifier: issuer === null ? texts.nameless : visibleText(issuer.slice(0, 120)),
    form: FORMAT_NAMES[format],
    when: timeText(result.at),
    // What nobody relies upon is never green, whatever it says.
    tier: {
      ...(standing === 'trusted' ? TIERS[status] : { ...TIERS[status], tone: duller(TIERS[status].tone) }),
      word: catalogueOf(locale).document.tier[status],
    },
    says: visibleText(result.detail),
    signature: { ...STANDINGS[standing], word: texts.standing[standing] },
    why: why === null ? null : visibleText(why),
    holds: holdsText(locale, { result, isStale }),
    isStale,
  };
}

const duller = (tone: Tone): Tone => (tone === 'good' ? 'plain' : tone);

function holdsText(
  locale: Locale,
  { result: { staleAt, isCurrent }, isStale }: { readonly result: ForeignResult; readonly isStale: boolean },
): string {
  const texts = catalogueOf(locale).results;
  if (staleAt === null) return texts.never;
  if (!isCurrent) return texts.replaced;
  return translate(locale, isStale ? 'results.held' : 'results.holds', { at: timeText(staleAt) });
}
