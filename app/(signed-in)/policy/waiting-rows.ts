import type { WaitingChange } from '#components/policy/waiting-changes.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { lineText } from '#lib/present/policy-text.ts';
import type { PolicyRow } from '#lib/present/policy-view.ts';
import { endText, saidText } from '../../server/governed-words.ts';

/** What waits for a second person, in words: a line, or the end of one. */
export function waitingRows(texts: Catalogue, rows: readonly PolicyRow[]): readonly WaitingChange[] {
  return rows.flatMap((row) => {
    const text = saysText(texts, row);
    const ends = row.proposedEnds.map((end) => ({ id: end.id, href: `/policy/${row.id}`, text, said: endText(texts, end) }));
    if (row.state !== 'waiting') return ends;
    return [{ id: row.id, href: `/policy/${row.id}`, text, said: saidText(texts.policy.waitingLine, row.proposed) }, ...ends];
  });
}

/** The whole line as one text. */
function saysText(texts: Catalogue, { line }: PolicyRow): string {
  const { who, may, about, when } = lineText(texts, line);
  return `${who}: ${may}; ${about}; ${when}`;
}
