import type { DeviceState } from '#lib/device/device-state.ts';
import type { Policy } from '#lib/device/policy.ts';
import type { Difference, Observation } from '#lib/device/types.ts';
import { daysText, timeText } from '#lib/encoding/time-text.ts';
import { isAccepted } from './decisions.ts';
import { isExempt, isExplained } from './difference-sign.ts';
import type { Finding, Trust, Verdict, Weighs } from './rule.ts';
import { isStale, unseenOf } from './sufficiency.ts';
import {
  authorizedSentence,
  changedSentence,
  describeMissing,
  exemptSentence,
  expectationSentence,
  seenSentence,
  unexplainedStepsSentence,
} from './verdict-text.ts';

/** What a verdict rests on. */
export interface VerdictQuestion {
  readonly device: DeviceState;
  readonly findings: readonly Finding[];
  readonly policy: Policy;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Findings that a verdict tells one by one; the others are counted. */
export const MAX_TOLD_FINDINGS = 12;

interface Ground {
  readonly trust: Trust;
  readonly reasons: readonly string[];
  readonly findings: readonly string[];
}

/**
 * The verdict on a device: lifecycle and trust, which are never mixed. Trust is the first that applies, in the order of
 * `TRUSTS`; what could not be evaluated is incomplete evidence, never failed and never passed.
 */
export function verdictOf(question: VerdictQuestion): Verdict {
  const { trust, reasons, findings } = groundOf(question);
  return { lifecycle: question.device.lifecycle, trust, reasons: [...reasons, ...remarksOf(question)], findings };
}

function groundOf(question: VerdictQuestion): Ground {
  return (
    notEnrolled(question) ??
    failedVerification(question) ??
    changedUnexplained(question) ??
    incompleteEvidence(question) ??
    stale(question) ??
    changedAuthorized(question) ??
    asExpected(question)
  );
}

/** Open findings of one weight. Only a change can be accepted; accepted ignorance is no knowledge. */
function weighing({ findings }: VerdictQuestion, weight: Weighs): readonly Finding[] {
  return findings.filter(
    ({ weighs, severity, decision }) =>
      weighs === weight && severity !== 'info' && severity !== 'low' && !(weight === 'changed' && isAccepted(decision)),
  );
}

function told(findings: readonly Finding[]): Pick<Ground, 'reasons' | 'findings'> {
  const more = findings.length - MAX_TOLD_FINDINGS;
  const reasons = findings.slice(0, MAX_TOLD_FINDINGS).map(({ detail }) => detail);
  return { reasons: more > 0 ? [...reasons, `And ${more} more findings.`] : reasons, findings: findings.map(({ id }) => id) };
}

function notEnrolled({ device, findings }: VerdictQuestion): Ground | null {
  if (device.expected.basis !== 'none' || findings.some(isWithdrawnBasis)) return null;
  const about = findings.filter(({ severity }) => severity !== 'info');
  return { trust: 'not-enrolled', reasons: [expectationSentence(device), ...told(about).reasons], findings: about.map(({ id }) => id) };
}

/** What the device was believed by was withdrawn: it was enrolled, and fails. */
const isWithdrawnBasis = ({ rule, weighs, severity }: Finding): boolean =>
  rule === 'certificate-revoked' && weighs === 'failed' && severity === 'high';

function failedVerification(question: VerdictQuestion): Ground | null {
  const failed = weighing(question, 'failed');
  const conflict = question.device.expected.basis === 'conflict';
  if (failed.length === 0 && !conflict) return null;
  const { reasons, findings } = told(failed);
  return { trust: 'failed-verification', reasons: conflict ? [expectationSentence(question.device), ...reasons] : reasons, findings };
}

function changedUnexplained(question: VerdictQuestion): Ground | null {
  const changed = weighing(question, 'changed');
  return changed.length === 0 ? null : { trust: 'changed-unexplained', ...told(changed) };
}

function incompleteEvidence(question: VerdictQuestion): Ground | null {
  const { device } = question;
  const open = weighing(question, 'incomplete');
  const unseen = unseenOf(question);
  const missing = describeMissing(device, unseen);
  if (open.length === 0 && missing.length === 0) return null;
  const { reasons, findings } = told(open);
  return { trust: 'incomplete-evidence', reasons: [...missing, ...reasons], findings };
}

function stale(question: VerdictQuestion): Ground | null {
  const old = weighing(question, 'stale');
  const observed = question.device.observed;
  const age = observed !== null && isStale(observed, question) ? [ageSentence(observed, question)] : [];
  if (old.length === 0 && age.length === 0) return null;
  const { reasons, findings } = told(old);
  return { trust: 'stale', reasons: [...age, ...reasons], findings };
}

const ageSentence = ({ submission }: Observation, { policy }: VerdictQuestion): string =>
  `The last observation was received at ${timeText(submission.receivedAt)}; policy asks for one within ${daysText(policy.freshnessDays)}.`;

function changedAuthorized(question: VerdictQuestion): Ground | null {
  const authorized = question.device.differences.filter((difference) => isChange(difference) && isExplained(difference));
  const accepted = question.findings.filter(({ weighs, decision }) => weighs === 'changed' && isAccepted(decision));
  if (authorized.length === 0 && accepted.length === 0) return null;
  // The step of the expected state and the step that was observed are one change.
  const reasons = [...new Set(authorized.map(authorizedSentence)), seenSentence(question.device)];
  return { trust: 'changed-authorized', reasons: limited(reasons), findings: accepted.map(({ id }) => id) };
}

const isChange = ({ kind }: Difference): boolean => kind !== 'same' && kind !== 'not-collected' && kind !== 'not-reported';

function limited(reasons: readonly string[]): readonly string[] {
  const more = reasons.length - MAX_TOLD_FINDINGS;
  return more > 1 ? [...reasons.slice(0, MAX_TOLD_FINDINGS - 1), `And ${more} more authorized changes.`, ...reasons.slice(-1)] : reasons;
}

function asExpected({ device }: VerdictQuestion): Ground {
  const trust = device.expected.basis === 'learned' ? 'unchanged-since-baseline' : 'verified';
  return { trust, reasons: [seenSentence(device)], findings: [] };
}

const REMARKED = ['serial-returned', 'retrospective', 'indistinguishable-components', 'issuer-not-authorized'];

/** What a reader must know beside the ground: accepted risks, exempt parts, parts that can't be told apart, what returned, whom the table refuses. */
function remarksOf(question: VerdictQuestion): readonly string[] {
  const { device, findings } = question;
  const accepted = findings.filter(({ decision }) => isAccepted(decision));
  const named = findings.filter(({ rule, decision }) => REMARKED.includes(rule) && !isAccepted(decision));
  const exempt = device.differences.filter(
    (difference) => difference.scope === 'conformance' && isChange(difference) && isExempt(question, difference),
  );
  return [
    ...accepted.slice(0, MAX_TOLD_FINDINGS).map(changedSentence),
    ...told(named.filter((finding) => finding.severity !== 'info' && device.expected.basis !== 'none')).reasons,
    ...unexplainedSteps(device),
    ...(exempt.length === 0 ? [] : [exemptSentence(exempt.length)]),
  ];
}

/** Steps between reports that nobody signed for, where what was seen last is as it should be all the same. */
function unexplainedSteps({ expected, differences }: DeviceState): readonly string[] {
  if (expected.basis === 'none' || expected.basis === 'conflict') return [];
  const steps = differences.filter(
    (difference) => difference.scope === 'history' && isPartChange(difference) && difference.authorization === 'unauthorized',
  );
  const stands = differences.some(
    (difference) => difference.scope === 'conformance' && isPartChange(difference) && !isExplained(difference),
  );
  return steps.length === 0 || stands ? [] : [unexplainedStepsSentence(steps.length)];
}

const isPartChange = (difference: Difference): boolean =>
  isChange(difference) && difference.kind !== 'component-moved' && difference.kind !== 'attribute-only';
