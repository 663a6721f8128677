import { IconKey } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { EnrolmentFilter } from '#components/enrolments/enrolment-filter.tsx';
import { EnrolmentList } from '#components/enrolments/enrolment-list.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { ENROLMENT_METHODS, listEnrolments } from '#lib/ingest/list-enrolments.ts';
import { ENROLMENT_SORTS } from '#lib/store/enrolled-keys.ts';
import { addressOf, beginsWithTime, ownCursor, queryText, type SearchParams } from '../../server/address.ts';
import { requirePage } from '../../server/page-guard.ts';
import { readSilentDays } from '../../server/silent-days.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { withdrawEnrolment } from './actions.ts';
import { enrolmentRows } from './enrolment-rows.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).enrolments.title };
}

export default async function EnrolmentsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const principal = await requirePage('/enrolments');
  const texts = await viewerTexts();
  const { enrolments } = texts;
  const query = await searchParams;
  const [device, cursor] = [queryText(query.device), ownCursor(query.cursor, 2, beginsWithTime)];
  const method = ENROLMENT_METHODS.find((each) => each === query.method);
  const silentDays = readSilentDays(queryText(query.silentDays).trim());
  const sort = ENROLMENT_SORTS.find((each) => each === query.sort) ?? 'enrolled';
  const filter = {
    ...(method === undefined ? {} : { method }),
    ...(silentDays === undefined ? {} : { silentDays }),
    ...(sort === 'enrolled' ? {} : { sort }),
    ...(device === '' ? {} : { device }),
  };
  const asked = { ...filter, silentDays: String(silentDays ?? '') };
  const page = await listEnrolments(getStore(), { ...filter, ...(cursor === undefined ? {} : { cursor }) });
  const rows = enrolmentRows(page.items, texts);
  const isFiltered = Object.keys(filter).some((name) => name !== 'sort');
  return (
    <>
      <PageHeader title={enrolments.title} lead={device === '' ? enrolments.lead : enrolments.leadDevice} />
      {device === '' ? null : <PageLink href="/enrolments">{enrolments.allDevices}</PageLink>}
      <EnrolmentFilter values={{ method: method ?? '', silentDays: asked.silentDays, sort }} device={device} />
      <EnrolmentList rows={rows} withdraw={hasRight(principal, 'statement.withdraw') ? withdrawEnrolment : null} />
      {rows.length > 0 ? null : (
        <EmptyState icon={<IconKey />} title={isFiltered ? enrolments.emptyFiltered : enrolments.empty}>
          {isFiltered ? '' : enrolments.emptyHint}
        </EmptyState>
      )}
      <Pager
        first={cursor === undefined ? null : addressOf('/enrolments', asked)}
        next={page.nextCursor === null ? null : addressOf('/enrolments', { ...asked, cursor: page.nextCursor })}
      />
    </>
  );
}
