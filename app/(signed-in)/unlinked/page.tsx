import { IconLink } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { ReasonFilter } from '#components/unlinked/reason-filter.tsx';
import { UnlinkedList } from '#components/unlinked/unlinked-list.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { summarizeDocuments } from '#lib/store/documents.ts';
import { listUnlinked, type UnlinkedDocument } from '#lib/store/unlinked.ts';
import { addressOf, ownCursor, queryText, type SearchParams } from '../../server/address.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { linkSubmission } from './actions.ts';
import { reasonQuery, unlinkedRow } from './unlinked-rows.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).unlinked.title };
}

export default async function UnlinkedPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const principal = await requirePage('/unlinked');
  const texts = await viewerTexts();
  const query = await searchParams;
  const [reason, cursor] = [queryText(query.reason), ownCursor(query.cursor, 2)];
  const page = await listUnlinked(getStore(), { ...reasonQuery(reason), ...(cursor === undefined ? {} : { cursor }) });
  const errors = await errorsOf(page.items);
  const rows = page.items.map((waiting) => unlinkedRow(waiting, errors.get(keyOf(waiting)) ?? null, texts));
  return (
    <>
      <PageHeader title={texts.unlinked.title} lead={texts.unlinked.lead} />
      <ReasonFilter reason={reason} />
      <UnlinkedList rows={rows} link={hasRight(principal, 'link.record') ? linkSubmission : null} />
      {rows.length > 0 ? null : (
        <EmptyState icon={<IconLink />} title={reason === '' ? texts.unlinked.empty : texts.unlinked.emptyFiltered}>
          {reason === '' ? texts.unlinked.emptyHint : ''}
        </EmptyState>
      )}
      <Pager
        first={cursor === undefined ? null : addressOf('/unlinked', { reason })}
        next={page.nextCursor === null ? null : addressOf('/unlinked', { reason, cursor: page.nextCursor })}
      />
    </>
  );
}

type Document = Pick<UnlinkedDocument, 'sha256' | 'documentId'>;
const keyOf = ({ sha256, documentId }: Document): string => `${sha256} ${documentId}`;

async function errorsOf(waiting: readonly UnlinkedDocument[]) {
  const unread = waiting.filter(({ reason }) => reason === 'unreadable').map(({ sha256 }) => sha256);
  const documents = unread.length === 0 ? [] : await summarizeDocuments(getStore(), unread);
  return new Map(documents.map((document) => [keyOf(document), document.error]));
}
