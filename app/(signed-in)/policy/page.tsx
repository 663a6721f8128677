import type { Metadata } from 'next';
import { PolicyFilters } from '#components/governed/policy-filters.tsx';
import { PolicyForm } from '#components/governed/policy-form.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { fill } from '#lib/i18n/fill.ts';
import { knownIssuers } from '#lib/ingest/known-issuers.ts';
import { listGoverned } from '#lib/ingest/list-governed.ts';
import { openRights, rightsText } from '#lib/present/policy-text.ts';
import { knownProducts } from '#lib/store/known-products.ts';
import { listUsers } from '#lib/store/users.ts';
import type { SearchParams } from '../../server/address.ts';
import { GovernedList } from '../../server/governed/list-page.tsx';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { proposeLine } from './actions.ts';
import { isShown, policyFilter } from './policy-address.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).policy.title };
}

/** The table of who may say what. The address is the state of its filters. */
export default async function PolicyPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const principal = await requirePage('/policy');
  const texts = await viewerTexts();
  const { policy, governed } = texts;
  const filter = policyFilter(await searchParams, { kinds: policy.kinds, states: governed.states });
  const view = await listGoverned(getStore(), 'issuer-policy', new Date());
  const open = openRights(view.table);
  return (
    <GovernedList
      kind="issuer-policy"
      view={view}
      open={{ text: policy.none, isWarning: true }}
      inForce={open.length === 0 ? policy.closed : fill(policy.open, { rights: rightsText(texts, open) })}
      form={hasRight(principal, 'policy.propose') ? <PolicyForm action={proposeLine} {...(await choices())} /> : null}
      filter={{ form: <PolicyFilters {...filter} />, isShown: (row) => isShown(row, filter) }}
    />
  );
}

/** What the form offers to pick from. */
async function choices() {
  const store = getStore();
  const users = await listUsers(store);
  return { issuers: await knownIssuers(store, new Date()), accounts: users.map(({ name }) => name), ...(await knownProducts(store)) };
}
