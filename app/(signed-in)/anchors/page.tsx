import { Alert, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { AddAnchorForm } from '#components/anchors/add-anchor-form.tsx';
import { AddVerifierKeyForm } from '#components/anchors/add-verifier-key-form.tsx';
import { AnchorTable } from '#components/anchors/anchor-table.tsx';
import { VerifierKeyTable } from '#components/anchors/verifier-key-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { listAnchors, listVerifierKeys } from '#lib/ingest/governing.ts';
import { listGoverned } from '#lib/ingest/list-governed.ts';
import { anchorView } from '#lib/present/anchor-view.ts';
import { openRights, rightsText } from '#lib/present/policy-text.ts';
import { ISSUER_RIGHTS } from '#lib/present/vocabulary.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { addAnchor, addVerifierKey, removeAnchor, removeVerifierKey } from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).anchors.title };
}

export default async function AnchorsPage() {
  const principal = await requirePage('/anchors');
  const all = await viewerTexts();
  const { anchors: texts } = all;
  const trusted = trustedText(all, await listGoverned(getStore(), 'issuer-policy', new Date()));
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
      <Alert color="gray">
        {mayChange ? trusted : `${trusted} ${texts.readOnly}`} <PageLink href="/policy">{texts.toPolicy}</PageLink>
      </Alert>
      {rows.length === 0 ? <EmptyState title={texts.empty}>{texts.emptyText}</EmptyState> : null}
      {rows.length === 0 ? null : <AnchorTable rows={rows} {...(mayChange ? { remove: removeAnchor } : {})} />}
      {mayChange ? <AddAnchorForm action={addAnchor} /> : null}
      {mayChange ? <PageLink href="/anchors/set">{all.anchorSet.link}</PageLink> : null}
      <VerifierKeys mayChange={mayChange} />
    </Stack>
  );
}

async function VerifierKeys({ mayChange }: { readonly mayChange: boolean }) {
  const { verifiers: texts } = await viewerTexts();
  const rows = (await listVerifierKeys(getStore(), new Date())).map(({ key, sha256, label, algorithm, statement }) => ({
    ...{ sha256, label, algorithm, keyId: key.id, issuer: key.issuer },
    addedBy: statement.author,
    addedAt: statement.at,
    reason: statement.reason,
  }));
  return (
    <>
      <Title order={2} size="h3">
        {texts.title}
      </Title>
      <Text c="dimmed">{texts.lead}</Text>
      {rows.length === 0 ? null : <VerifierKeyTable rows={rows} {...(mayChange ? { remove: removeVerifierKey } : {})} />}
      {mayChange ? <AddVerifierKeyForm action={addVerifierKey} /> : null}
    </>
  );
}

/** What anchors count for, by the table of who may say what. */
function trustedText(texts: Catalogue, { version, table }: Awaited<ReturnType<typeof listGoverned<'issuer-policy'>>>): string {
  if (version === null) return texts.anchors.noPolicy;
  const open = openRights(table);
  const rights = ISSUER_RIGHTS.filter((right) => open.includes(right));
  return rights.length === 0 ? texts.anchors.governed : fill(texts.anchors.openRights, { rights: rightsText(texts, rights) });
}
