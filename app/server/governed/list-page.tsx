import { Alert, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { LineTable, type LineTableRow } from '#components/governed/line-table.tsx';
import { type WaitingChange, WaitingChanges } from '#components/governed/waiting-changes.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { listGoverned } from '#lib/ingest/list-governed.ts';
import { lineSays } from '#lib/present/line-says.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import type { GoverningKind } from '#lib/present/vocabulary.ts';
import { viewerTexts } from '../texts.ts';
import { TABLES } from './table.ts';
import { endText, saidText, twoPeopleText } from './words.ts';

type View<Kind extends GoverningKind> = Awaited<ReturnType<typeof listGoverned<Kind>>>;
type Row<Kind extends GoverningKind> = View<Kind>['rows'][number];

export interface GovernedListProps<Kind extends GoverningKind> {
  readonly kind: Kind;
  readonly view: View<Kind>;
  /** What holds as long as the table says nothing, and whether that is worth a warning. */
  readonly open: { readonly text: string; readonly isWarning?: boolean };
  /** What holds by its lines. */
  readonly inForce: string;
  /** Proposes a line; null for who may not. */
  readonly form: ReactNode;
  readonly filter?: { readonly form: ReactNode; readonly isShown: (row: Row<Kind>) => boolean };
}

/** The list of a table that needs two people: what holds, what waits, every line that there ever was, and a form that proposes one. */
export async function GovernedList<Kind extends GoverningKind>({ kind, view, open, inForce, form, filter }: GovernedListProps<Kind>) {
  const texts = await viewerTexts();
  const { words, parts } = TABLES[kind];
  const { title, lead, readOnly, empty, emptyText, caption } = texts[words];
  const { rows, version } = view;
  const shown = filter === undefined ? rows : rows.filter(filter.isShown);
  return (
    <Stack>
      <PageHeader title={title} lead={lead} />
      <Alert color={version === null && open.isWarning ? 'yellow' : 'gray'}>
        {version === null ? open.text : `${inForce} ${fill(texts.governed.version, { version })}`}
        {form === null ? ` ${readOnly}` : null}
      </Alert>
      <WaitingChanges rows={rows.flatMap((row) => waitingOf(texts, kind, row))} />
      {rows.length === 0 ? (
        <EmptyState title={empty}>{emptyText}</EmptyState>
      ) : (
        <>
          {filter?.form}
          <LineTable
            caption={caption}
            parts={parts(texts)}
            rows={shown.map((row) => tableRow(texts, kind, row))}
            empty={texts.governed.emptyFiltered}
          />
        </>
      )}
      {form}
    </Stack>
  );
}

/** What waits for a second person: the line, or ends of it. */
function waitingOf<Kind extends GoverningKind>(texts: Catalogue, kind: Kind, row: Row<Kind>): readonly WaitingChange[] {
  const about = { text: lineSays(texts, kind, row).sentence, href: `${TABLES[kind].path}/${row.id}` };
  const ends = row.proposedEnds.map((end) => ({ id: end.id, ...about, said: endText(texts, end) }));
  return row.state === 'waiting' ? [{ id: row.id, ...about, said: saidText(texts.governed.proposedText, row.proposed) }, ...ends] : ends;
}

function tableRow<Kind extends GoverningKind>(texts: Catalogue, kind: Kind, row: Row<Kind>): LineTableRow {
  const { id, state, proposed, approved } = row;
  return {
    ...{ id, state, href: `${TABLES[kind].path}/${id}`, says: lineSays(texts, kind, row).parts },
    said: twoPeopleText(texts, row),
    at: (approved ?? proposed).at,
    reason: visibleText(proposed.reason),
  };
}
