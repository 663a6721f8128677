import { compareTimes } from '../time.ts';
import type { DecisionKind, GoverningKind, GoverningLines, Statement } from './statement-types.ts';

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

/** What is said about one device, beside everything that is in force. */
export interface DeviceStatements {
  readonly own: readonly Statement[];
  readonly all: StatementsInForce;
}

/** Decisions that take weight away from a finding: one person alone can't. */
export const TAKES_WEIGHT: readonly DecisionKind[] = ['accept-risk', 'false-alarm'];

/** Whether a statement holds only once another person approves it. */
export function needsApproval(statement: Statement): boolean {
  if (statement.kind === 'decision') return TAKES_WEIGHT.includes(statement.decision);
  return (
    isGoverning(statement) || statement.kind === 'baseline' || statement.kind === 'base-choice' || statement.kind === 'identity-continuity'
  );
}

/** Changes a table that holds for all devices: nobody does that alone. */
export const isGoverning = (statement: Statement): statement is Extract<Statement, { readonly kind: GoverningKind }> =>
  'change' in statement;

/** Whether somebody would approve what they said themselves, or what lets them speak. */
export function isOwnCause(statement: Statement, author: string): boolean {
  if (statement.author === author) return true;
  return isGoverning(statement) && statement.change.action === 'add' && letsSpeak(statement.change.line, author);
}

/** Whether a line of a governing table lets this account speak. */
export const letsSpeak = (line: GoverningLines[GoverningKind], account: string): boolean =>
  'who' in line && line.who.kind === 'submitter' && line.who.account === account;

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
  const settled = settledSince(statements);
  const isTooLate = ({ statement, at }: { readonly statement: string; readonly at: string }): boolean => {
    const since = settled.get(statement);
    return since !== undefined && compareTimes(since, at) <= 0;
  };
  const withdrawn = new Set<string>();
  for (const statement of statements.toReversed()) {
    if (statement.kind === 'withdrawal' && !withdrawn.has(statement.id) && !isTooLate(statement)) withdrawn.add(statement.statement);
  }
  return withdrawn;
}

/** Changes of governing tables that two people made, and their approvals: by id, since when no withdrawal takes them back. */
function settledSince(statements: readonly Statement[]): ReadonlyMap<string, string> {
  const governing = new Map(statements.filter(isGoverning).map((statement) => [statement.id, statement]));
  const settled = new Map<string, string>();
  for (const approval of governing.size === 0 ? [] : statements) {
    const change = approval.kind === 'approval' ? governing.get(approval.statement) : undefined;
    if (change === undefined || isOwnCause(change, approval.author) || compareTimes(approval.at, change.at) < 0) continue;
    settled.set(approval.id, approval.at);
    if (!settled.has(change.id)) settled.set(change.id, approval.at);
  }
  return settled;
}

function approvalsOf(standing: readonly Statement[]): Pick<StatementsInForce, 'approvals' | 'selfApprovals'> {
  const byId = new Map(standing.map((statement) => [statement.id, statement]));
  const approvals = new Map<string, Statement>();
  const selfApprovals: Statement[] = [];
  for (const approval of standing) {
    if (approval.kind !== 'approval') continue;
    const approved = byId.get(approval.statement);
    if (approved === undefined || compareTimes(approval.at, approved.at) < 0) continue;
    if (isOwnCause(approved, approval.author)) selfApprovals.push(approval);
    else if (!approvals.has(approved.id)) approvals.set(approved.id, approval);
  }
  return { approvals, selfApprovals };
}
