import { visibleText } from '#lib/component/visible-text.ts';
import { compareTexts } from '#lib/device/time.ts';
import { digestOfJson } from '#lib/encoding/digest.ts';
import { briefTime } from '#lib/encoding/time-text.ts';
import { decisionInForce } from './decisions.ts';
import { type Finding, type Rule, type RuleContext, SEVERITIES, type Sign } from './rule.ts';
import { RULES } from './rules.ts';

/** Signs of one rule about one device. What comes after is counted in the last one, never dropped in silence. */
export const MAX_SIGNS_PER_RULE = 2000;

/**
 * All findings of one device, the weightiest first, then by rule and subject. A rule that throws becomes one finding `rule-failed`,
 * and the other rules go on.
 * @param rules  the list of this version unless a test says otherwise
 */
export function evaluateRules(context: RuleContext, rules: readonly Rule[] = RULES): readonly Finding[] {
  return rules.flatMap((rule) => findingsOf(rule, context)).sort(byWeight);
}

/** By id only where nothing that is read differs: the id depends on the device's, and that on what came first. */
const byWeight = (a: Finding, b: Finding): number =>
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  compareTexts(a.rule, b.rule) ||
  compareTexts(a.subject, b.subject) ||
  compareTexts(a.detail, b.detail) ||
  compareTexts(a.id, b.id);

function findingsOf(rule: Rule, context: RuleContext): readonly Finding[] {
  const { id, signs } = signsOf(rule, context);
  const seen = new Map<string, number>();
  return signs.map((sign) => {
    const count = (seen.get(sign.key) ?? 0) + 1;
    seen.set(sign.key, count);
    // Units without serials share a key: the second of them is a finding of its own, so accepting one accepts one.
    return findingOf({ rule: { ...rule, id }, sign, context, key: count === 1 ? sign.key : `${sign.key}#${count}` });
  });
}

interface Signs {
  /** The rule's id, or `rule-failed`. */
  readonly id: string;
  readonly signs: readonly Sign[];
}

function signsOf(rule: Rule, context: RuleContext): Signs {
  try {
    return { id: rule.id, signs: limited(rule.evaluate(context)) };
  } catch (error) {
    return { id: 'rule-failed', signs: [failureOf(rule, context, error)] };
  }
}

function limited(signs: readonly Sign[]): readonly Sign[] {
  const last = signs[MAX_SIGNS_PER_RULE - 1];
  if (last === undefined || signs.length === MAX_SIGNS_PER_RULE) return signs;
  const detail = `${last.detail} And ${signs.length - MAX_SIGNS_PER_RULE} more.`;
  return [...signs.slice(0, MAX_SIGNS_PER_RULE - 1), { ...last, detail }];
}

/** A hole in what could be judged: it weighs as incomplete evidence, never as passed. */
function failureOf(rule: Rule, { device }: RuleContext, error: unknown): Sign {
  return {
    key: rule.id,
    severity: 'medium',
    weighs: 'incomplete',
    subject: `rule ${rule.id}`,
    expected: null,
    observed: error instanceof Error ? error.message : String(error),
    because: [...new Set(device.documents.map(({ sha256 }) => sha256))],
    resolve: 'Report the fault: it is in this program. The other rules were evaluated.',
    detail: `The rule ${rule.id} could not be evaluated.`,
  };
}

interface Found {
  readonly rule: Rule;
  readonly sign: Sign;
  readonly key: string;
  readonly context: RuleContext;
}

function findingOf({ rule, sign, key, context: { device, at } }: Found): Finding {
  const id = findingId(rule.id, device.id, key);
  const { because, severity, weighs = rule.weighs } = sign;
  return { ...textsOf(sign), id, rule: rule.id, severity, because, weighs, decision: decisionInForce(device, id, at) };
}

/** What a person reads: a name in a file may hold characters that turn a sentence around, and a check tells times as its input wrote them. */
function textsOf({
  subject,
  expected,
  observed,
  resolve,
  detail,
}: Sign): Pick<Sign, 'subject' | 'expected' | 'observed' | 'resolve' | 'detail'> {
  return {
    subject: toRead(subject),
    expected: expected === null ? null : toRead(expected),
    observed: observed === null ? null : toRead(observed),
    resolve: toRead(resolve),
    detail: toRead(detail),
  };
}

const toRead = (text: string): string => visibleText(briefTime(text));

/** A finding's id: evidence and time are no part of it, so that what comes back is the same finding. */
export const findingId = (rule: string, device: string, key: string): string => digestOfJson([rule, device, key]);
