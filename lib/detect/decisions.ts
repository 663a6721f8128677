import type { DeviceState } from '#lib/device/device-state.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { needsApproval, type StatementsInForce, statementsInForce, TAKES_WEIGHT } from '#lib/device/statement/statements.ts';
import { compareTimes } from '#lib/device/time.ts';
import type { Finding, FindingDecision } from './rule.ts';

type Decision = Extract<Statement, { readonly kind: 'decision' }>;

const isAbout = (statement: Statement, finding: string): statement is Decision =>
  statement.kind === 'decision' && statement.finding === finding;

function isInForce(decision: Decision, { approvals }: StatementsInForce, at: string): boolean {
  const hasEnded = decision.expiresAt !== null && compareTimes(decision.expiresAt, at) <= 0;
  // What needs a second person also needs an end.
  if (hasEnded || !needsApproval(decision)) return !hasEnded;
  return decision.expiresAt !== null && approvals.has(decision.id);
}

/**
 * The latest decision about a finding that is in force at an instant, or null.
 * Accepting a risk and calling a false alarm need an end and a second person.
 */
export function decisionInForce(device: DeviceState, finding: string, at: string): FindingDecision | null {
  if (!device.statements.some((statement) => isAbout(statement, finding))) return null;
  const said = device.statements.filter((statement) => compareTimes(statement.at, at) <= 0);
  const statements = statementsInForce(said.toSorted((a, b) => compareTimes(a.at, b.at)));
  const decision = [...statements.inForce, ...statements.pending]
    .filter((statement) => isAbout(statement, finding))
    .filter((candidate) => isInForce(candidate, statements, at))
    .sort((a, b) => compareTimes(b.at, a.at) || (a.id < b.id ? -1 : 1))[0];
  return decision === undefined ? null : { kind: decision.decision, until: decision.expiresAt, by: decision.author };
}

/** Whether people with the right said, for a time, that a finding shall not weigh. */
export const isAccepted = (decision: FindingDecision | null | undefined): boolean =>
  decision !== null && decision !== undefined && TAKES_WEIGHT.includes(decision.kind);

/** Whether a finding asks people for something: it is above info, and nobody with the right accepted it. */
export const isOpen = ({ severity, decision }: Pick<Finding, 'severity' | 'decision'>): boolean =>
  severity !== 'info' && !isAccepted(decision);
