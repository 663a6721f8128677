import { visibleText } from '#lib/component/visible-text.ts';
import type { AskedOfDevice } from '#lib/device/attested/attestation-standing.ts';
import type { Attestation, ClockStep, EnrolledKey, RegisterStanding } from '#lib/device/attested/attestation-types.ts';
import { failureOf } from '#lib/device/attested/attestations.ts';
import { type PolicyGap, policyGaps } from '#lib/device/attested/policy-gaps.ts';
import { lastAnswer } from '#lib/device/device-facts.ts';
import { catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { type CheckView, checkView } from './document-view.ts';
import { registerText } from './firmware-view.ts';
import { timeText } from './time-text.ts';
import type { Glyph, Tone } from './tone.ts';

/** How something stands, with its glyph and its word. */
export interface Mark {
  readonly glyph: Glyph;
  readonly tone: Tone;
  readonly word: string;
}

/** One answer of the TPM, or several in a row that said the same. */
export interface AnswerView {
  readonly id: string;
  readonly sha256: string;
  readonly mark: Mark;
  /** When, and how often. */
  readonly when: string;
  readonly by: string;
  /** What happened since the answer before; null for nothing. */
  readonly since: string | null;
  readonly checks: readonly CheckView[];
}

/** One register in plain words. */
export interface RegisterView {
  readonly id: string;
  readonly register: string;
  readonly bank: string;
  readonly mark: Mark;
  readonly says: string;
}

/** A key that was seen in the TPM. */
export interface KeyView {
  readonly name: string;
  readonly mark: Mark;
  readonly text: string;
}

/** What a genuine answer leaves open, or shows otherwise than policy asks. */
export interface RemarkView {
  readonly mark: Mark;
  readonly says: string;
}

/** What the TPM of a device said. */
export interface AttestationView {
  /** The newest answer that proves something, in one sentence: whether it is genuine, and no more. */
  readonly summary: string;
  readonly tone: Tone;
  readonly remarks: readonly RemarkView[];
  readonly keys: readonly KeyView[];
  /** Newest first. */
  readonly answers: readonly AnswerView[];
  /** Answers beyond those that are shown, in words; null for none. */
  readonly more: string | null;
  /** Of the newest answer. */
  readonly registers: readonly RegisterView[];
}

/** Rows that a page shows; the timeline has them all. */
const MAX_ANSWERS = 50;

/** What a person sees of the answers of a TPM. */
export function attestationView(locale: Locale, device: AskedOfDevice): AttestationView {
  const { attestations, keys } = device.attestation;
  const newest = attestations.toReversed();
  const last = lastAnswer(device.attestation);
  const left = newest.length - MAX_ANSWERS;
  return {
    ...summaryOf(locale, { last, hasKey: keys.length > 0 }),
    remarks: remarksOf(locale, device),
    keys: keys.map((key) => keyView(locale, key)),
    answers: newest.slice(0, MAX_ANSWERS).map((each) => answerView(locale, each)),
    more: left > 0 ? translate(locale, 'attestation.more', { count: left }) : null,
    registers: (last?.registers ?? []).filter(isQuoted).map((register) => registerView(locale, register)),
  };
}

/** What the quote doesn't cover is told among the records of the start. */
const isQuoted = ({ status }: RegisterStanding): boolean => status !== 'log-only';

interface Summary {
  readonly last: Attestation | undefined;
  readonly hasKey: boolean;
}

function summaryOf(locale: Locale, { last, hasKey }: Summary): Pick<AttestationView, 'summary' | 'tone'> {
  const words = catalogueOf(locale).attestation;
  if (last === undefined) return { summary: hasKey ? words.neverAnswered : words.notEnrolled, tone: 'plain' };
  const at = timeText(last.lastAt);
  if (last.outcome === 'passed') return { summary: translate(locale, 'attestation.passedAt', { at }), tone: 'good' };
  const reason = failureOf(last.checks)?.detail.replace(/\.$/, '') ?? '';
  return { summary: translate(locale, 'attestation.failedAt', { at, reason: visibleText(reason) }), tone: 'bad' };
}

/** Whether an answer is genuine says nothing of what the device started, nor of what policy asks of it. */
function remarksOf(locale: Locale, device: AskedOfDevice): readonly RemarkView[] {
  const words = catalogueOf(locale).attestation.remark;
  const open = openRegisters(lastAnswer(device.attestation), words.noLog);
  const unknown = open === null ? [] : [{ mark: { glyph: 'question', tone: 'caution', word: words.startUnknown } as const, says: open }];
  const gaps = policyGaps(device).map(({ how, says }) => ({ mark: { ...GAPS[how], word: words[how] }, says: visibleText(says) }));
  return [...gaps.filter(({ mark }) => mark.tone === 'bad'), ...unknown, ...gaps.filter(({ mark }) => mark.tone !== 'bad')];
}

const GAPS = {
  contradicted: { glyph: 'cross', tone: 'bad' },
  unknown: { glyph: 'question', tone: 'caution' },
} as const satisfies Readonly<Record<PolicyGap['how'], Pick<Mark, 'glyph' | 'tone'>>>;

/** Why a genuine answer doesn't tell what was started; null where it does, or fails anyway. */
function openRegisters(last: Attestation | undefined, noLog: string): string | null {
  const check = last?.outcome === 'passed' ? last.checks.find(({ id }) => id === 'pcrs') : undefined;
  if (last === undefined || check === undefined || check.status === 'pass') return null;
  const quoted = last.registers.filter(isQuoted);
  return quoted.length > 0 && quoted.every(({ reason }) => reason === 'log-absent') ? noLog : visibleText(check.detail);
}

const OUTCOMES: Readonly<Record<Attestation['outcome'], Pick<Mark, 'glyph' | 'tone'>>> = {
  passed: { glyph: 'check', tone: 'good' },
  failed: { glyph: 'cross', tone: 'bad' },
  unproven: { glyph: 'question', tone: 'plain' },
};

function answerView(
  locale: Locale,
  { sha256, submission, outcome, firstAt, lastAt, count, by, clockSteps, checks }: Attestation,
): AnswerView {
  const words = catalogueOf(locale).attestation;
  return {
    id: submission,
    sha256,
    mark: { ...OUTCOMES[outcome], word: words.outcome[outcome] },
    when: translate(locale, 'attestation.times', { count, first: timeText(firstAt), last: timeText(lastAt) }),
    by: visibleText(by),
    since: clockSteps.length === 0 ? null : clockSteps.map((step: ClockStep) => words.step[step]).join('; '),
    checks: checks.map((check) => checkView(locale, check)),
  };
}

const REGISTERS: Readonly<Record<RegisterStanding['status'], Pick<Mark, 'glyph' | 'tone'>>> = {
  match: { glyph: 'check', tone: 'good' },
  mismatch: { glyph: 'cross', tone: 'bad' },
  unexplained: { glyph: 'question', tone: 'caution' },
  'log-only': { glyph: 'minus', tone: 'plain' },
  'quote-only': { glyph: 'question', tone: 'caution' },
  'no-log': { glyph: 'minus', tone: 'plain' },
};

function registerView(locale: Locale, { hash, bank, pcr, status, says }: RegisterStanding): RegisterView {
  return {
    id: `${hash}-${pcr}`,
    register: registerText(locale, pcr),
    bank,
    mark: { ...REGISTERS[status], word: catalogueOf(locale).attestation.register[status] },
    says: visibleText(says),
  };
}

function keyView(locale: Locale, { name, enrolledAt, method, convinces }: EnrolledKey): KeyView {
  const words = catalogueOf(locale).attestation;
  return {
    name,
    mark: convinces
      ? { glyph: 'check', tone: 'good', word: words.keyTrusted }
      : { glyph: 'question', tone: 'caution', word: words.keyUntrusted },
    text: translate(locale, `attestation.method.${method}`, { at: timeText(enrolledAt) }),
  };
}
