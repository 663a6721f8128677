import { compareTimes } from './time.ts';
import type { DecisionKind, Statement } from './types.ts';

/** What people said, sorted out: what holds, what waits for a second person, what was taken back. */
export interface StatementsInForce {
  /** In force, in order of time: not withdrawn, and approved where that is needed. */
  readonly inForce: readonly Statement[];
  /** Waiting for another person's approval. */
  readonly pending: readonly Statement[];
  readonly withdrawn: readonly Statement[];
  /** Approvals that count for nothing: the author approved what the same author said. */
  readonly selfApprovals: readonly Statement[];
  /** By statement: the first approval that counts. */
  readonly approvals: ReadonlyMap<string, Statement>;
}

/** Decisions that take weight away from a finding: one person alone can't. */
export const TAKES_WEIGHT: readonly DecisionKind[] = ['accept-risk', 'false-alarm'];

/** Whether a statement holds only once another person approves it. */
export function needsApproval(statement: Statement): boolean {
  if (statement.kind === 'decision') return TAKES_WEIGHT.includes(statement.decision);
  return statement.kind === 'baseline' || statement.kind === 'base-choice' || statement.kind === 'identity-continuity';
}

/** When a statement began to hold: at its approval where it needed one. */
export const inForceSince = (statement: Statement, { approvals }: StatementsInForce): string =>
  approvals.get(statement.id)?.at ?? statement.at;

/**
 * Sorts out withdrawals and approvals. A withdrawal can itself be withdrawn; an approval counts when another person gives it,
 * not before the statement, and it is not withdrawn.
 * @param statements in order of time
 */
export function statementsInForce(statements: readonly Statement[]): StatementsInForce {
  const withdrawnIds = withdrawnStatements(statements);
  const standing = statements.filter(({ id }) => !withdrawnIds.has(id));
  const { approvals, selfApprovals } = approvalsOf(standing);
  const holds = (statement: Statement): boolean => !needsApproval(statement) || approvals.has(statement.id);
  return {
    inForce: standing.filter(holds),
    pending: standing.filter((statement) => !holds(statement)),
    withdrawn: statements.filter(({ id }) => withdrawnIds.has(id)),
    selfApprovals,
    approvals,
  };
}

/** From the latest to the earliest, so that a withdrawn withdrawal takes nothing back. */
function withdrawnStatements(statements: readonly Statement[]): ReadonlySet<string> {
  const withdrawn = new Set<string>();
  for (const statement of statements.toReversed()) {
    if (statement.kind === 'withdrawal' && !withdrawn.has(statement.id)) withdrawn.add(statement.statement);
  }
  return withdrawn;
}

function approvalsOf(standing: readonly Statement[]): Pick<StatementsInForce, 'approvals' | 'selfApprovals'> {
  const byId = new Map(standing.map((statement) => [statement.id, statement]));
  const approvals = new Map<string, Statement>();
  const selfApprovals: Statement[] = [];
  for (const approval of standing) {
    if (approval.kind !== 'approval') continue;
    const approved = byId.get(approval.statement);
    if (approved === undefined || compareTimes(approval.at, approved.at) < 0) continue;
    if (approved.author === approval.author) selfApprovals.push(approval);
    else if (!approvals.has(approved.id)) approvals.set(approved.id, approval);
  }
  return { approvals, selfApprovals };
}
