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
import { BadCursor, decodeCursor } from '#lib/store/page.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { withdrawEnrolment } from './actions.ts';
import { enrolmentRows } from './enrolment-rows.ts';

interface EnrolmentsPageProps {
  readonly searchParams: Promise<Readonly<Record<'method' | 'device' | 'cursor', string | readonly string[] | undefined>>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).enrolments.title };
}

export default async function EnrolmentsPage({ searchParams }: EnrolmentsPageProps) {
  const principal = await requirePage('/enrolments');
  const texts = await viewerTexts();
  const { enrolments } = texts;
  const query = await searchParams;
  const [device, cursor] = [textOf(query.device), ownCursor(textOf(query.cursor))];
  const method = ENROLMENT_METHODS.find((each) => each === query.method);
  const filter = { ...(method === undefined ? {} : { method }), ...(device === '' ? {} : { device }) };
  const page = await listEnrolments(getStore(), { ...filter, ...(cursor === '' ? {} : { cursor }) });
  const rows = enrolmentRows(page.items, texts);
  const hrefOf = (more: { readonly cursor?: string }): string => {
    const search = new URLSearchParams({ ...filter, ...more });
    return search.size === 0 ? '/enrolments' : `/enrolments?${search}`;
  };
  const isFiltered = method !== undefined || device !== '';
  return (
    <>
      <PageHeader title={enrolments.title} lead={device === '' ? enrolments.lead : enrolments.leadDevice} />
      {device === '' ? null : <PageLink href="/enrolments">{enrolments.allDevices}</PageLink>}
      <EnrolmentFilter key={method} method={method ?? ''} device={device} />
      <EnrolmentList rows={rows} withdraw={hasRight(principal, 'statement.withdraw') ? withdrawEnrolment : null} />
      {rows.length > 0 ? null : (
        <EmptyState icon={<IconKey />} title={isFiltered ? enrolments.emptyFiltered : enrolments.empty}>
          {isFiltered ? '' : enrolments.emptyHint}
        </EmptyState>
      )}
      <Pager first={cursor === '' ? null : hrefOf({})} next={page.nextCursor === null ? null : hrefOf({ cursor: page.nextCursor })} />
    </>
  );
}

// The database takes no U+0000.
const textOf = (value: string | readonly string[] | undefined): string => (typeof value === 'string' ? value.replaceAll('\0', '') : '');

/** A cursor that this list did not give out is the first page. */
function ownCursor(cursor: string): string {
  try {
    return Number.isNaN(Date.parse(String(decodeCursor(cursor, 2)[0]))) ? '' : cursor;
  } catch (error) {
    if (error instanceof BadCursor) return '';
    throw error;
  }
}
