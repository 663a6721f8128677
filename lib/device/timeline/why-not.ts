import { requiredChecks } from '#lib/artifact/verify.ts';
import { visibleText } from '#lib/component/visible-text.ts';
import type { Check } from '#lib/encoding/check.ts';
import { convinces } from '../link/judge.ts';
import { POLICY_CHECK } from '../link/policy-check.ts';
import { PREDECESSOR_GROUNDS } from '../link/predecessor-ground.ts';
import type { Reconciled } from '../reconcile.ts';
import type { DeviceDocument, Problem } from '../types.ts';

/**
 * The ground for which a certificate takes no part: a problem of the chain that names it, else a check that keeps it from convincing, else
 * what was wrong in linking it. A check that nothing requires keeps nothing out, and is told nowhere as the reason.
 */
export function whyNot(document: DeviceDocument, { fold, problems, policy }: Reconciled): string {
  const { sha256, read, checks } = document;
  const problem = fold.problems.find(({ because }) => because.includes(sha256));
  if (problem !== undefined) return problemText(problem);
  const open = convinces({ read, checks, policy }) ? undefined : decidingCheck(document, policy);
  if (open !== undefined) return visibleText(open.detail);
  const ambiguous = problems.find(({ kind, because: [first] }) => kind === 'ambiguous-reference' && first === sha256);
  if (ambiguous !== undefined) return problemText(ambiguous);
  return read.kind === 'platform-certificate' ? 'another base certificate was chosen' : "what it continues can't be relied upon";
}

/** The check for which a document isn't trusted: one that fails, else a required one that nobody could answer. */
export function decidingCheck(
  { read, checks }: Pick<DeviceDocument, 'read' | 'checks'>,
  { requireRevocation, acceptExpiredWhenReceived }: Reconciled['policy'],
): Check | undefined {
  const required = [...requiredChecks(read.kind), ...(requireRevocation ? ['revocation'] : [])];
  const unanswered = checks.filter(({ id, status }) => status === 'unknown' && required.includes(id));
  const forgiven = ['holder', ...(acceptExpiredWhenReceived ? ['validity'] : [])];
  return (
    checks.find(({ id, status }) => status === 'fail' && DECIDING.includes(id)) ??
    unanswered.find(({ id }) => !forgiven.includes(id)) ??
    unanswered[0]
  );
}

function problemText(problem: Problem): string {
  if (problem.kind === 'delta-missing-predecessor') return `the certificate that it continues ${PREDECESSOR_GROUNDS[problem.ground]}`;
  return 'detail' in problem ? problem.detail.replace(/\.$/, '') : (PROBLEMS[problem.kind] ?? problem.kind);
}

const DECIDING: readonly string[] = ['signature', 'chain', 'validity', 'holder', 'revocation', 'readable', POLICY_CHECK];
const PROBLEMS: Readonly<Record<string, string>> = {
  'base-conflict': 'two base certificates contradict each other',
  'base-missing': 'the base certificate is not at hand',
  'delta-forked': 'several deltas continue the same certificate',
};
