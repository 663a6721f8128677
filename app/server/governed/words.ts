import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { GovernedRow } from '#lib/present/governed-rows.ts';
import { timeText } from '#lib/present/time-text.ts';
import { visibleText } from '#lib/present/visible-text.ts';

type Row = GovernedRow<unknown>;

/** Who said something, when and why. */
export const saidText = (message: string, { by, at, reason }: Row['proposed']): string =>
  fill(message, { by: visibleText(by), at: timeText(at), reason: visibleText(reason) });

/** A proposed end in words. */
export function endText({ governed }: Catalogue, { until, ...said }: Row['proposedEnds'][number]): string {
  if (until === null) return saidText(governed.takeBackProposedText, said);
  return saidText(fill(governed.endProposedText, { until: timeText(until) }), said);
}

/** Who approved and who proposed, for a row of a table. */
export function twoPeopleText({ governed }: Catalogue, { proposed, approved }: Row): string {
  const author = visibleText(proposed.by);
  return approved === null ? author : fill(governed.twoPeople, { approver: visibleText(approved.by), author });
}

/** What waits about a line: itself, or ends of it. */
export function changesOf({ id, state, proposed, proposedEnds }: Row): readonly { readonly change: string; readonly author: string }[] {
  const ends = proposedEnds.map((end) => ({ change: end.id, author: end.by }));
  return state === 'waiting' ? [{ change: id, author: proposed.by }] : ends;
}

/** What one waiting change of a line is about, in words. */
export function aboutText(texts: Catalogue, { row, change }: { readonly row: Row; readonly change: string }): string {
  const end = row.proposedEnds.find((each) => each.id === change);
  return end === undefined || change === row.id ? saidText(texts.governed.proposedText, row.proposed) : endText(texts, end);
}
