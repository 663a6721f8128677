import type { Assessed, Trust, Verdict } from '#lib/detect/rule.ts';
import type { Tier } from '#lib/device/types.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { timeText } from './time-text.ts';
import type { Glyph, Tone } from './tone.ts';

/** The verdict on a device as a page tells it. */
export interface VerdictView {
  readonly trust: Trust;
  /** The trust in a few words, such as `changed, unexplained`. */
  readonly word: string;
  /** The verdict in one sentence. */
  readonly sentence: string;
  /** What to do next, in one sentence. */
  readonly next: string;
  readonly glyph: Glyph;
  readonly tone: Tone;
  readonly lifecycle: string;
  readonly tier: string;
  /** What the tier proves, for the hover. */
  readonly tierMeaning: string;
  /** Why, the weightiest first. */
  readonly reasons: readonly string[];
  readonly computed: string;
  /** Set when time alone has made the verdict doubtful, or a later evaluation was stopped: then no page shows green. */
  readonly recheck: { readonly word: string; readonly sentence: string } | null;
}

const LOOKS: Readonly<Record<Trust, { readonly glyph: Glyph; readonly tone: Tone }>> = {
  verified: { glyph: 'check', tone: 'good' },
  'unchanged-since-baseline': { glyph: 'equal', tone: 'good' },
  'changed-authorized': { glyph: 'signed', tone: 'good' },
  stale: { glyph: 'clock', tone: 'caution' },
  'incomplete-evidence': { glyph: 'question', tone: 'caution' },
  'changed-unexplained': { glyph: 'warning', tone: 'bad' },
  'failed-verification': { glyph: 'cross', tone: 'bad' },
  'not-enrolled': { glyph: 'unplugged', tone: 'plain' },
};

/** An evaluation that ended without an answer. */
export interface StoppedEvaluation {
  readonly at: string;
  readonly ranOutOf: 'time' | 'memory' | 'files';
  /** Seconds, MiB or files. */
  readonly limit: number;
}

interface VerdictQuestion {
  readonly locale: Locale;
  readonly verdict: Verdict;
  readonly tier: Tier;
  readonly at: Assessed['at'];
  readonly ruleSet: string;
  /** Version of the table of who may say what; null when it said nothing. */
  readonly issuerPolicy: string | null;
  readonly mappings: Assessed['mappings'];
  /** Rules that have a finding on the device. */
  readonly rules: readonly string[];
  /** The next instant at which the answer changes by time alone. */
  readonly nextChangeAt: string | null;
  /** The evaluation that ran out of its budget since; null when there was none. */
  readonly stopped: StoppedEvaluation | null;
  /** The instant of looking, ISO 8601. */
  readonly now: string;
}

/** What a page shows of a verdict: past `nextChangeAt`, or when a later evaluation was stopped, it is due for a re-check and no longer green. */
export function verdictView(question: VerdictQuestion): VerdictView {
  const { locale, verdict, tier, issuerPolicy } = question;
  const { trust, lifecycle, reasons } = verdict;
  const recheck = recheckOf(question);
  const { glyph, tone } = LOOKS[trust];
  return {
    trust,
    word: translate(locale, `verdict.word.${trust}`),
    sentence: translate(locale, `verdict.sentence.${trust}`),
    next: nextText(question),
    glyph: recheck !== null && tone === 'good' ? 'clock' : glyph,
    tone: recheck !== null && tone === 'good' ? 'caution' : tone,
    lifecycle: translate(locale, `lifecycle.${lifecycle}`),
    tier: translate(locale, `verdict.tier.${tier}`),
    tierMeaning: translate(locale, `glossary.${tier}`),
    reasons,
    computed: `${computedText(question)} ${policyText(locale, issuerPolicy)}`,
    recheck,
  };
}

/** After an evaluation that was stopped, what helps that one. Handing in again what the table of who may say what refuses helps nobody. */
function nextText({ locale, verdict: { trust }, rules, stopped }: VerdictQuestion): string {
  if (stopped !== null) return translate(locale, 'verdict.stoppedNext');
  if (trust === 'changed-unexplained' && isOfStartsAlone(rules)) return translate(locale, 'verdict.nextMeasured');
  const isRefused = trust === 'not-enrolled' && rules.includes('issuer-not-authorized');
  return translate(locale, isRefused ? 'verdict.nextUnderPolicy' : `verdict.next.${trust}`);
}

/** Rules about what a start measured: no certificate covers a PCR. */
const OF_STARTS: ReadonlySet<string> = new Set([
  'debugger-allowed',
  'event-log-does-not-replay',
  'measurement-mismatch',
  'memory-open',
  'revoked-image-started',
  'secure-boot-off',
  'test-signing-on',
  'unknown-boot-software',
]);
/** Rules about changes that a certificate or a BOM covers. */
const OF_PARTS: ReadonlySet<string> = new Set([
  'attestation-key-changed',
  'component-added',
  'component-removed',
  'component-replaced',
  'firmware-changed',
  'firmware-rollback',
  'rebase-changes-parts',
  'same-version-other-digest',
  'serial-unconfirmed',
  'software-not-listed',
]);

const isOfStartsAlone = (rules: readonly string[]): boolean =>
  rules.some((rule) => OF_STARTS.has(rule)) && !rules.some((rule) => OF_PARTS.has(rule));

function policyText(locale: Locale, version: string | null): string {
  return version === null ? translate(locale, 'verdict.noPolicy') : translate(locale, 'verdict.policy', { version });
}

function computedText({ locale, at, ruleSet, mappings }: VerdictQuestion): string {
  const versions = Object.entries(mappings).map(([format, version]) => `${format} ${version}`);
  const computed = { at: timeText(at), ruleSet };
  if (versions.length === 0) return translate(locale, 'verdict.computed', computed);
  return translate(locale, 'verdict.computedMapped', { ...computed, mappings: versions.join(', ') });
}

function recheckOf({ locale, at, nextChangeAt, stopped, now }: VerdictQuestion): VerdictView['recheck'] {
  if (stopped !== null) {
    const { ranOutOf, limit } = stopped;
    const sentence = translate(locale, `verdict.stopped.${ranOutOf}`, { limit, at: timeText(stopped.at), shown: timeText(at) });
    return { word: translate(locale, 'verdict.recheckDue'), sentence };
  }
  if (nextChangeAt === null || Date.parse(now) < Date.parse(nextChangeAt)) return null;
  return {
    word: translate(locale, 'verdict.recheckDue'),
    sentence: translate(locale, 'verdict.recheckSentence', { at: timeText(nextChangeAt) }),
  };
}
