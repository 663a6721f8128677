import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { GovernedRow } from '#lib/present/governed-rows.ts';
import { timeText } from '#lib/present/time-text.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { endText, saidText } from './words.ts';

/** What was said about a line, one sentence each, the earliest first. */
export function historyOf(texts: Catalogue, { proposed, approved, withdrawn, end, proposedEnds }: GovernedRow<unknown>): readonly string[] {
  const { governed } = texts;
  return [
    saidText(governed.proposedText, proposed),
    ...(approved === null ? [] : [saidText(governed.approvedText, approved)]),
    ...(withdrawn === null ? [] : [saidText(governed.withdrawnText, withdrawn)]),
    ...(end === null ? [] : [lastText(texts, end)]),
    ...proposedEnds.map((each) => endText(texts, each)),
  ];
}

function lastText(
  { governed }: Catalogue,
  { until, proposedBy, approvedBy, approvedAt, reason }: NonNullable<GovernedRow<unknown>['end']>,
): string {
  return fill(until === null ? governed.takenBackText : governed.endText, {
    until: until === null ? '' : timeText(until),
    by: visibleText(proposedBy),
    approver: visibleText(approvedBy),
    at: timeText(approvedAt),
    reason: visibleText(reason),
  });
}
