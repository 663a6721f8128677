import type { Finding, Severity } from '#lib/detect/rule.ts';
import { ruleById } from '#lib/detect/rules.ts';
import type { Locale } from '#lib/i18n/catalogue.ts';
import { catalogueOf } from '#lib/i18n/catalogue.ts';
import { translate } from '#lib/i18n/message.ts';
import { timeText } from './time-text.ts';

/** A finding as a page tells it. */
export interface FindingView {
  readonly id: string;
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly severityWord: string;
  readonly subject: string;
  readonly expected: string | null;
  readonly observed: string | null;
  /** What was found. */
  readonly detail: string;
  readonly means: string;
  readonly matters: string;
  readonly resolve: string;
  /** Standard and section, or the attack that the rule closes. */
  readonly source: string;
  readonly because: readonly string[];
  /** What people decided, in words; null when nobody did. */
  readonly decision: string | null;
}

/** What a page shows of a finding: what was found, what it means, why it matters, what to do, and who says so. */
export function findingView(locale: Locale, finding: Finding): FindingView {
  const { id, rule, severity, subject, expected, observed, detail, resolve, because } = finding;
  return {
    id,
    rule,
    title: findingTitle(locale, rule),
    severity,
    severityWord: translate(locale, `severity.${severity}`),
    subject,
    expected,
    observed,
    detail,
    ...textsOf(locale, rule),
    resolve,
    because,
    decision: decisionText(locale, finding),
  };
}

/** The short name of a rule; the id itself for a rule of another version. */
export function findingTitle(locale: Locale, rule: string): string {
  const titles: Readonly<Record<string, string>> = catalogueOf(locale).finding.title;
  return (Object.hasOwn(titles, rule) ? titles[rule] : undefined) ?? rule;
}

function textsOf(locale: Locale, id: string): Pick<FindingView, 'means' | 'matters' | 'source'> {
  const rule = ruleById(id);
  if (rule !== undefined) return { means: rule.means, matters: rule.matters, source: rule.source };
  return {
    means: translate(locale, 'finding.ruleFailedMeans'),
    matters: translate(locale, 'finding.ruleFailedMatters'),
    source: translate(locale, 'finding.ruleFailedSource'),
  };
}

function decisionText(locale: Locale, { decision }: Finding): string | null {
  if (decision === null || decision === undefined) return null;
  const word = translate(locale, `finding.decision.${decision.kind}`);
  if (decision.until === null) return translate(locale, 'finding.decisionOpenEnd', { decision: word, by: decision.by });
  return translate(locale, 'finding.decisionUntil', { decision: word, by: decision.by, until: timeText(decision.until) });
}
