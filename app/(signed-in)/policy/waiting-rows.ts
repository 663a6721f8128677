import type { WaitingChange } from '#components/policy/waiting-changes.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { lineText } from '#lib/present/policy-text.ts';
import type { PolicyRow } from '#lib/present/policy-view.ts';
import { timeText } from '#lib/present/time-text.ts';
import { visibleText } from '#lib/present/visible-text.ts';

/** What waits for a second person, in words: a line, or the end of one. */
export function waitingRows(texts: Catalogue, rows: readonly PolicyRow[]): readonly WaitingChange[] {
  return rows.flatMap((row) => {
    const text = saysText(texts, row);
    const ends = row.proposedEnds.map((end) => ({ id: end.id, line: row.id, text, said: endText(texts, end) }));
    if (row.state !== 'waiting') return ends;
    return [{ id: row.id, line: row.id, text, said: saidText(texts.policy.waitingLine, row.proposed) }, ...ends];
  });
}

/** The whole line as one text. */
export function saysText(texts: Catalogue, { line }: PolicyRow): string {
  const { who, may, about, when } = lineText(texts, line);
  return `${who}: ${may}; ${about}; ${when}`;
}

/** Who said something, when and why. */
export const saidText = (message: string, { by, at, reason }: PolicyRow['proposed']): string =>
  fill(message, { by: visibleText(by), at: timeText(at), reason: visibleText(reason) });

/** A proposed end in words. */
export function endText({ policy }: Catalogue, { until, ...said }: PolicyRow['proposedEnds'][number]): string {
  if (until === null) return saidText(policy.takeBackProposedText, said);
  return saidText(fill(policy.endProposedText, { until: timeText(until) }), said);
}
