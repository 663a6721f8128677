import { Alert, Stack } from '@mantine/core';
import type { Metadata } from 'next';
import { AliasTable, type AliasTableRow } from '#components/aliases/alias-table.tsx';
import { ProposeAliasForm } from '#components/aliases/propose-alias-form.tsx';
import { type WaitingChange, WaitingChanges } from '#components/policy/waiting-changes.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { listAliases } from '#lib/ingest/list-aliases.ts';
import type { AliasRow } from '#lib/present/alias-view.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { endText, saidText, twoPeopleText } from '../../server/governed-words.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { proposeAlias } from './actions.ts';
import { aliasText } from './alias-text.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).aliases.title };
}

/** Manufacturer names that two people said mean the same. */
export default async function AliasesPage() {
  const principal = await requirePage('/aliases');
  const texts = await viewerTexts();
  const { rows, version } = await listAliases(getStore(), new Date());
  const mayPropose = hasRight(principal, 'policy.propose');
  const inForce = version === null ? texts.aliases.none : `${texts.aliases.some} ${fill(texts.policy.version, { version })}`;
  return (
    <Stack>
      <PageHeader title={texts.aliases.title} lead={texts.aliases.lead} />
      <Alert color="gray">
        {inForce}
        {mayPropose ? null : ` ${texts.aliases.readOnly}`}
      </Alert>
      <WaitingChanges rows={rows.flatMap((row) => waitingOf(texts, row))} />
      {rows.length === 0 ? (
        <EmptyState title={texts.aliases.empty}>{texts.aliases.emptyText}</EmptyState>
      ) : (
        <AliasTable rows={rows.map((row) => tableRow(texts, row))} />
      )}
      {mayPropose ? <ProposeAliasForm action={proposeAlias} /> : null}
    </Stack>
  );
}

/** What waits for a second person: the alias, or ends of it. */
function waitingOf(texts: Catalogue, row: AliasRow): readonly WaitingChange[] {
  const about = { text: aliasText(texts, row), href: `/aliases/${row.id}` };
  const ends = row.proposedEnds.map((end) => ({ id: end.id, ...about, said: endText(texts, end) }));
  return row.state === 'waiting' ? [{ id: row.id, ...about, said: saidText(texts.policy.proposedText, row.proposed) }, ...ends] : ends;
}

function tableRow(texts: Catalogue, row: AliasRow): AliasTableRow {
  const { id, state, line, proposed } = row;
  const names = { name: visibleText(line.name), means: visibleText(line.means) };
  return { id, state, ...names, said: twoPeopleText(texts, row), at: (row.approved ?? proposed).at, reason: visibleText(proposed.reason) };
}
