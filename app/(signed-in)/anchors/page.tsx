import { Alert, Stack } from '@mantine/core';
import type { Metadata } from 'next';
import { AddAnchorForm } from '#components/anchors/add-anchor-form.tsx';
import { AnchorTable } from '#components/anchors/anchor-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { listAnchors } from '#lib/ingest/governing.ts';
import { anchorView } from '#lib/present/anchor-view.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { addAnchor, removeAnchor } from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).anchors.title };
}

export default async function AnchorsPage() {
  const principal = await requirePage('/anchors');
  const { anchors: texts } = await viewerTexts();
  const mayChange = hasRight(principal, 'anchor.change');
  const rows = (await listAnchors(getStore(), new Date())).map(({ certificate, label, statement }) => ({
    ...anchorView(certificate),
    label,
    addedBy: statement.author,
    addedAt: statement.at,
    reason: statement.reason,
  }));
  return (
    <Stack>
      <PageHeader title={texts.title} lead={texts.lead} />
      <Alert color="gray">{mayChange ? texts.noPolicy : `${texts.noPolicy} ${texts.readOnly}`}</Alert>
      {rows.length === 0 ? <EmptyState title={texts.empty}>{texts.emptyText}</EmptyState> : null}
      {rows.length === 0 ? null : <AnchorTable rows={rows} {...(mayChange ? { remove: removeAnchor } : {})} />}
      {mayChange ? <AddAnchorForm action={addAnchor} /> : null}
    </Stack>
  );
}
