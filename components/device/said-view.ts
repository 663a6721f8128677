import { visibleText } from '#lib/component/visible-text.ts';
import type { DeviceState } from '#lib/device/device-state.ts';
import type { Statement } from '#lib/device/statement/statement-types.ts';
import { statementsInForce } from '#lib/device/statement/statements.ts';
import { type Catalogue, catalogueOf, type Locale } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { translate } from '#lib/i18n/message.ts';
import { documentTitle } from '#lib/present/evidence-view.ts';
import { timeText } from '#lib/present/time-text.ts';
import type { ProposalOption } from './proposal-form.tsx';
import type { SaidView } from './statement-table.tsx';
import type { WaitingProposal } from './waiting-proposals.tsx';

/** What people said about a device, the newest first. */
export function saidViews(locale: Locale, { statements }: DeviceState, viewer: string): readonly SaidView[] {
  const texts = catalogueOf(locale);
  const withdrawals = withdrawalsOf(statements);
  return statements
    .map((statement) => {
      const withdrawal = withdrawals.get(statement.id);
      return {
        id: statement.id,
        at: statement.at,
        by: visibleText(statement.author),
        text: textOf(statement, texts),
        reason: visibleText(statement.reason),
        withdrawn: withdrawal === undefined ? null : withdrawalText(withdrawal, texts),
        canBeWithdrawn: withdrawal === undefined && canWithdraw(statement, viewer),
      };
    })
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? -1 : 1));
}

/** Statements that were taken back, by id. */
export const withdrawnIds = (statements: readonly Statement[]): ReadonlySet<string> =>
  new Set(statementsInForce(inOrder(statements)).withdrawn.map(({ id }) => id));

/** By statement: the withdrawal that takes it back. */
function withdrawalsOf(statements: readonly Statement[]): ReadonlyMap<string, Statement> {
  const taken = withdrawnIds(statements);
  return new Map(
    statements.flatMap((statement) => {
      const takes = statement.kind === 'withdrawal' && !taken.has(statement.id) && taken.has(statement.statement);
      return takes ? [[statement.statement, statement] as const] : [];
    }),
  );
}

/** What people said about a device can be taken back; what they said about what somebody said, only by themselves. */
export function canWithdraw({ kind, author }: Statement, viewer: string): boolean {
  if (kind === 'anchor' || kind === 'verifier-key' || kind === 'policy') return false;
  return author === viewer || (kind !== 'approval' && kind !== 'withdrawal');
}

const withdrawalText = ({ author, at, reason }: Statement, { device }: Catalogue): string =>
  fill(device.evidence.withdrawnBy, { author: visibleText(author), at: timeText(at), reason: visibleText(reason) });

const inOrder = (statements: readonly Statement[]): readonly Statement[] =>
  statements.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1));

function textOf(statement: Statement, { device, lifecycle, finding }: Catalogue): string {
  const words = device.evidence.statementKind;
  if (statement.kind === 'lifecycle') return fill(words.lifecycle, { state: lifecycle[statement.state] });
  if (statement.kind === 'decision') return fill(words.decision, { decision: finding.decision[statement.decision] });
  return words[statement.kind];
}

/** Proposals that wait for a second person, the oldest first. */
export function waitingProposals({ statements, observations, documents }: DeviceState, viewer: string): readonly WaitingProposal[] {
  return statementsInForce(inOrder(statements)).pending.flatMap((statement) => {
    if (statement.kind !== 'baseline' && statement.kind !== 'base-choice') return [];
    const file =
      statement.kind === 'baseline'
        ? observations.find(({ submission }) => submission.id === statement.submission)?.submission
        : documents.find(({ read }) => read.id === statement.certificate);
    return [
      {
        statement: statement.id,
        proposes: statement.kind,
        author: visibleText(statement.author),
        at: statement.at,
        reason: visibleText(statement.reason),
        sha256: file?.sha256 ?? null,
        isOwn: statement.author === viewer,
      },
    ];
  });
}

/** The base certificates that contradict each other; none where one counts. */
export function baseOptions({ documents, expected }: DeviceState): readonly ProposalOption[] {
  if (expected.basis !== 'conflict') return [];
  return documents
    .filter(({ sha256, read }) => read.kind !== 'delta-platform-certificate' && expected.because.includes(sha256))
    .map(({ read, sha256 }) => ({ value: read.id, label: `${documentTitle({ read })} (${sha256.slice(0, 12)})` }));
}

/** Observations that could become the baseline, the newest first: one by source. */
export function baselineOptions(locale: Locale, { observations }: DeviceState): readonly ProposalOption[] {
  const { baselineOption } = catalogueOf(locale).device.actions;
  return observations.map(({ submission, collector, units }) => ({
    value: submission.id,
    label: fill(baselineOption, {
      collector: visibleText(collector),
      at: timeText(submission.receivedAt),
      parts: translate(locale, 'device.evidence.parts', { count: units.length }),
    }),
  }));
}
