import { IconLink } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { ReasonFilter } from '#components/unlinked/reason-filter.tsx';
import { UnlinkedList } from '#components/unlinked/unlinked-list.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { summarizeDocuments } from '#lib/store/documents.ts';
import { BadCursor, decodeCursor } from '#lib/store/page.ts';
import { listUnlinked, type UnlinkedDocument } from '#lib/store/unlinked.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { linkSubmission } from './actions.ts';
import { reasonQuery, unlinkedRow } from './unlinked-rows.ts';

interface UnlinkedPageProps {
  readonly searchParams: Promise<Readonly<Record<'reason' | 'cursor', string | readonly string[] | undefined>>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).unlinked.title };
}

export default async function UnlinkedPage({ searchParams }: UnlinkedPageProps) {
  const principal = await requirePage('/unlinked');
  const texts = await viewerTexts();
  const query = await searchParams;
  const [reason, cursor] = [textOf(query.reason), ownCursor(textOf(query.cursor))];
  const filter = reason === '' ? {} : { reason };
  const page = await listUnlinked(getStore(), { ...reasonQuery(reason), ...(cursor === '' ? {} : { cursor }) });
  const errors = await errorsOf(page.items);
  const rows = page.items.map((waiting) => unlinkedRow(waiting, errors.get(keyOf(waiting)) ?? null, texts));
  const hrefOf = (more: { readonly cursor?: string }): string => {
    const search = new URLSearchParams({ ...filter, ...more });
    return search.size === 0 ? '/unlinked' : `/unlinked?${search}`;
  };
  return (
    <>
      <PageHeader title={texts.unlinked.title} lead={texts.unlinked.lead} />
      <ReasonFilter key={reason} reason={reason} />
      <UnlinkedList rows={rows} link={hasRight(principal, 'link.record') ? linkSubmission : null} />
      {rows.length > 0 ? null : (
        <EmptyState icon={<IconLink />} title={reason === '' ? texts.unlinked.empty : texts.unlinked.emptyFiltered}>
          {reason === '' ? texts.unlinked.emptyHint : ''}
        </EmptyState>
      )}
      <Pager first={cursor === '' ? null : hrefOf({})} next={page.nextCursor === null ? null : hrefOf({ cursor: page.nextCursor })} />
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

const textOf = (value: string | readonly string[] | undefined): string => (typeof value === 'string' ? value : '');

/** A cursor that this list did not give out is the first page. */
function ownCursor(cursor: string): string {
  try {
    return decodeCursor(cursor, 2).length === 2 ? cursor : '';
  } catch (error) {
    if (error instanceof BadCursor) return '';
    throw error;
  }
}
