import type { DeviceStatements } from './statement/statements.ts';
import type { DeviceDocument, Problem } from './types.ts';

/** Approvals that count for nothing because their author approved what the same author had said. */
export function selfApprovalProblems({ own, all }: DeviceStatements, documents: readonly DeviceDocument[]): readonly Problem[] {
  const mine = new Set(own);
  const byId = new Map(own.map((statement) => [statement.id, statement]));
  return all.selfApprovals
    .filter((approval) => mine.has(approval) && !(approval.kind === 'approval' && all.approvals.has(approval.statement)))
    .map((approval): Problem => {
      const approved = approval.kind === 'approval' ? byId.get(approval.statement) : undefined;
      const observed =
        approved?.kind === 'baseline'
          ? documents.find(({ submissions }) => submissions.some(({ id }) => id === approved.submission))
          : undefined;
      return {
        kind: 'statement-void',
        because: [(observed ?? documents[0])?.sha256 ?? approval.id],
        detail: `${approval.author} approved what ${approval.author} had said (${approved?.kind ?? 'a statement'}); it waits for another person.`,
      };
    });
}
