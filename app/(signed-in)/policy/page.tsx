import { Alert, Stack } from '@mantine/core';
import type { Metadata } from 'next';
import { AddLineForm } from '#components/policy/add-line-form.tsx';
import { PolicyFilters } from '#components/policy/policy-filters.tsx';
import { PolicyTable, type PolicyTableRow } from '#components/policy/policy-table.tsx';
import { WaitingChanges } from '#components/policy/waiting-changes.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { knownIssuers } from '#lib/ingest/known-issuers.ts';
import { listIssuerPolicy } from '#lib/ingest/list-policy.ts';
import { lineText, rightsText } from '#lib/present/policy-text.ts';
import type { PolicyRow, PolicyView } from '#lib/present/policy-view.ts';
import { knownProducts } from '#lib/store/known-products.ts';
import { listUsers } from '#lib/store/users.ts';
import { twoPeopleText } from '../../server/governed-words.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { proposeLine } from './actions.ts';
import { isShown, policyFilter, type SearchParams } from './policy-address.ts';
import { waitingRows } from './waiting-rows.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).policy.title };
}

/** The table of who may say what. The address is the state of its filters. */
export default async function PolicyPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const principal = await requirePage('/policy');
  const texts = await viewerTexts();
  const filter = policyFilter(await searchParams, texts.policy);
  const view = await listIssuerPolicy(getStore(), new Date());
  const rows = view.rows.filter((row) => isShown(row, filter)).map((row) => tableRow(texts, row));
  const mayPropose = hasRight(principal, 'policy.propose');
  return (
    <Stack>
      <PageHeader title={texts.policy.title} lead={texts.policy.lead} />
      <Alert color={view.version === null ? 'yellow' : 'gray'}>
        {openText(texts, view)}
        {mayPropose ? null : ` ${texts.policy.readOnly}`}
      </Alert>
      <WaitingChanges rows={waitingRows(texts, view.rows)} />
      {view.rows.length === 0 ? (
        <EmptyState title={texts.policy.empty}>{texts.policy.emptyText}</EmptyState>
      ) : (
        <>
          <PolicyFilters key={`${filter.kind} ${filter.state}`} {...filter} />
          <PolicyTable rows={rows} empty={texts.policy.emptyFiltered} />
        </>
      )}
      {mayPropose ? <AddLineForm action={proposeLine} {...(await choices())} /> : null}
    </Stack>
  );
}

function openText(texts: Catalogue, { version, open }: PolicyView): string {
  if (version === null) return texts.policy.none;
  const rest = open.length === 0 ? texts.policy.closed : fill(texts.policy.open, { rights: rightsText(texts, open) });
  return `${rest} ${fill(texts.policy.version, { version })}`;
}

function tableRow(texts: Catalogue, row: PolicyRow): PolicyTableRow {
  return { id: row.id, ...lineText(texts, row.line), state: row.state, said: twoPeopleText(texts, row) };
}

/** What the form offers to pick from. */
async function choices() {
  const store = getStore();
  const users = await listUsers(store);
  return { issuers: await knownIssuers(store, new Date()), accounts: users.map(({ name }) => name), ...(await knownProducts(store)) };
}
