import { isOpen } from '#lib/detect/decisions.ts';
import type { Assessed, Finding, Trust, Verdict } from '#lib/detect/rule.ts';
import type { Tier } from '#lib/device/types.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { briefDigests } from './brief-digests.ts';
import { findingTitle } from './finding-view.ts';
import { timeText } from './time-text.ts';
import type { Glyph, Tone } from './tone.ts';

/** The verdict on a device as a page tells it. */
export interface VerdictView {
  readonly trust: Trust;
  /** The trust in a few words, such as `changed, unexplained`. */
  readonly word: string;
  /** The verdict in one sentence. */
  readonly sentence: string;
  readonly next: NextStep;
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

/** What to do next, in a few sentences. */
export interface NextStep {
  readonly text: string;
  /** The finding that the advice would resolve; null where it is about none. */
  readonly finding: string | null;
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
  /** All of the device, the weightiest first. */
  readonly findings: readonly Finding[];
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
    sentence: sentenceOf(question),
    next: nextStep(question),
    glyph: recheck !== null && tone === 'good' ? 'clock' : glyph,
    tone: recheck !== null && tone === 'good' ? 'caution' : tone,
    lifecycle: translate(locale, `lifecycle.${lifecycle}`),
    tier: translate(locale, `verdict.tier.${tier}`),
    tierMeaning: translate(locale, `glossary.${tier}`),
    reasons: reasons.map(briefDigests),
    computed: `${computedText(question)} ${policyText(locale, issuerPolicy)}`,
    recheck,
  };
}

/** A device can be stale by what was observed, by its TPM, and by another verifier. */
function sentenceOf({ locale, verdict, findings }: VerdictQuestion): string {
  const old = findings.filter(({ id }) => verdict.findings.includes(id));
  const [first] = old;
  if (verdict.trust !== 'stale' || first === undefined) return translate(locale, `verdict.sentence.${verdict.trust}`);
  const rules = old.map(({ rule }) => rule);
  const stale = [
    ...(isLeading(first, verdict) ? [] : (['observation'] as const)),
    ...(['attestation', 'result'] as const).filter((each) => rules.includes(`${each}-stale`)),
  ];
  const [one = 'observation', ...more] = stale;
  if (more.length === 0) return translate(locale, `verdict.staleOne.${one}`);
  const parts = stale.map((each) => translate(locale, `verdict.staleNeeds.${each}`)).join(', ');
  return translate(locale, 'verdict.staleMore', { parts });
}

/**
 * After an evaluation that was stopped, what helps that one. Else what would resolve the weightiest finding: of those that hold the
 * verdict back, or, where nothing does, of those that are open beside it.
 */
function nextStep(question: VerdictQuestion): NextStep {
  const { locale, verdict, findings, stopped } = question;
  if (stopped !== null) return { text: translate(locale, 'verdict.stoppedNext'), finding: null };
  if (LOOKS[verdict.trust].tone === 'good') return besideStep(question, findings.filter(isOpen));
  const deciding = findings.filter(({ id }) => verdict.findings.includes(id));
  const [first] = deciding;
  if (first === undefined || !isLeading(first, verdict)) return { text: generalText(question), finding: null };
  const more = deciding.length - 1;
  const rest = more === 0 ? '' : ` ${translate(locale, 'verdict.nextMore', { count: more })}`;
  return { text: `${resolveText(locale, first)}${rest}`, finding: first.id };
}

/** Incomplete or old evidence may have a weightier reason than any finding, and then that one's advice comes first. */
function isLeading({ detail }: Finding, { trust, reasons }: Verdict): boolean {
  if (trust === 'failed-verification' || trust === 'changed-unexplained') return true;
  return trust !== 'not-enrolled' && reasons[0] === detail;
}

function besideStep(question: VerdictQuestion, open: readonly Finding[]): NextStep {
  const { locale, verdict } = question;
  const [first] = open;
  if (first === undefined) return { text: generalText(question), finding: null };
  const needed = verdict.trust === 'unchanged-since-baseline' ? generalText(question) : translate(locale, 'verdict.nextNone');
  const beside = translate(locale, 'verdict.nextBeside', { count: open.length });
  return { text: `${needed} ${beside} ${resolveText(locale, first)}`, finding: first.id };
}

const resolveText = (locale: Locale, { rule, resolve }: Finding): string =>
  translate(locale, 'verdict.nextOf', { title: findingTitle(locale, rule), resolve });

/** Handing in again what the table of who may say what refuses helps nobody. */
function generalText({ locale, verdict: { trust }, findings }: VerdictQuestion): string {
  const isRefused = trust === 'not-enrolled' && findings.some(({ rule }) => rule === 'issuer-not-authorized');
  return translate(locale, isRefused ? 'verdict.nextUnderPolicy' : `verdict.next.${trust}`);
}

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
