import { IconCircleCheck } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { CauseList } from '#components/findings/cause-list.tsx';
import { FindingFilters } from '#components/findings/finding-filters.tsx';
import type { CauseRow } from '#components/findings/inbox.ts';
import { PendingDecisions } from '#components/findings/pending-decisions.tsx';
import { PendingProposals } from '#components/findings/pending-proposals.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { visibleDevices } from '#lib/auth/visible-devices.ts';
import { findingTitle } from '#lib/present/finding-view.ts';
import { type FindingGroup, listFindingGroups } from '#lib/store/finding-groups.ts';
import type { SearchParams } from '../../server/address.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerLocale, viewerTexts } from '../../server/texts.ts';
import { decide, settleDecision } from './actions.ts';
import { causeKey, causeOf, groupFilter, type InboxAddress, inboxAddress, inboxHref } from './inbox-address.ts';
import { causeDetail, pendingRows, proposalRows } from './inbox-rows.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).findings.title };
}

/** The inbox of everything that does not add up. The address is its state. */
export default async function FindingsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const principal = await requirePage('/findings');
  const address = inboxAddress(await searchParams);
  const [texts, locale, store] = [(await viewerTexts()).findings, await viewerLocale(), getStore()];
  const visible = visibleDevices(principal);
  const { cursor, filter } = address;
  const query = { filter: groupFilter(filter), visible };
  const { causes, ...pending } = await pendingRows(store, { locale, viewer: principal.name, visible });
  const proposals = await proposalRows(store, { viewer: principal.name, visible });
  const page = await listFindingGroups(store, { ...query, ...(cursor === undefined ? {} : { cursor }) });
  const cause = causeOf(address.cause);
  const detail = cause === null ? null : await causeDetail(store, { ...query, principal, locale, cause, cursor: address.more });
  const rows = page.items.map((group) => {
    const row = rowOf(group, { address, title: findingTitle(locale, group.rule), causes });
    return row.key === address.cause && detail !== null ? { ...row, detail: { ...detail, ...morePages(address, detail.nextCursor) } } : row;
  });
  const isFiltered = inboxHref({ filter, cursor: undefined, cause: undefined, more: undefined }) !== '/findings';
  const mayDecide = filter.state === 'open' && hasRight(principal, 'decision.record');
  return (
    <>
      <PageHeader title={texts.title} lead={texts.lead} />
      <PendingDecisions {...pending} settle={hasRight(principal, 'decision.approve') ? settleDecision : null} />
      <PendingProposals {...proposals} />
      <FindingFilters key={inboxHref({ ...address, cause: undefined, more: undefined })} filter={filter} isFiltered={isFiltered} />
      {rows.length === 0 ? (
        <EmptyState icon={<IconCircleCheck />} title={isFiltered ? texts.emptyFiltered : texts.empty}>
          {isFiltered ? texts.emptyFilteredHint : texts.emptyHint}
        </EmptyState>
      ) : (
        <CauseList rows={rows} decide={mayDecide ? decide : null} />
      )}
      <Pager
        first={cursor === undefined ? null : inboxHref({ filter, cursor: undefined, cause: undefined, more: undefined })}
        next={page.nextCursor === null ? null : inboxHref({ filter, cursor: page.nextCursor, cause: undefined, more: undefined })}
      />
    </>
  );
}

interface RowContext {
  readonly address: InboxAddress;
  readonly title: string;
  /** Causes about which a decision waits for a second person. */
  readonly causes: ReadonlySet<string>;
}

function rowOf(group: FindingGroup, { address, title, causes }: RowContext): CauseRow {
  const { severity, subject, devices, undecided, newestAt } = group;
  const key = causeKey(group);
  const href = inboxHref({ ...address, cause: key === address.cause ? undefined : key, more: undefined });
  return { key, severity, title, subject, devices, undecided, waits: causes.has(key), newestAt, href, detail: null };
}

function morePages(address: InboxAddress, nextCursor: string | null): { readonly first: string | null; readonly next: string | null } {
  return {
    first: address.more === undefined ? null : inboxHref({ ...address, more: undefined }),
    next: nextCursor === null ? null : inboxHref({ ...address, more: nextCursor }),
  };
}
