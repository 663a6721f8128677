import { Button, Group, TextInput } from '@mantine/core';
import type { Metadata } from 'next';
import { ActivityTable } from '#components/access/activity-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { activityView } from '#lib/present/activity-view.ts';
import { listActions } from '#lib/store/audit.ts';
import { governingStatements } from '#lib/store/statements.ts';
import { addressOf, ownCursor, queryText, type SearchParams } from '../../server/address.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';

interface LogPageProps {
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).access.logTitle };
}

export default async function LogPage({ searchParams }: LogPageProps) {
  await requirePage('/log');
  const texts = await viewerTexts();
  const { access } = texts;
  const query = await searchParams;
  const [actor, cursor] = [queryText(query.actor), ownCursor(query.cursor, 1)];
  const page = await listActions(getStore(), { ...(actor === '' ? {} : { actor }), ...(cursor === undefined ? {} : { cursor }) });
  const said = new Map((await governingStatements(getStore().pool)).map((statement) => [statement.id, statement]));
  return (
    <>
      <PageHeader title={access.logTitle} lead={access.logLead} />
      <form method="get" action="/log">
        <Group align="flex-end" mb="md">
          <TextInput name="actor" label={access.logFilterActor} defaultValue={actor} />
          <Button type="submit" variant="default">
            {access.filter}
          </Button>
        </Group>
      </form>
      {page.items.length === 0 ? (
        <EmptyState title={access.logEmpty} />
      ) : (
        <ActivityTable rows={page.items.map(({ id, at, actor, ...item }) => ({ id, at, actor, ...activityView(texts, item, said) }))} />
      )}
      <Pager
        first={cursor === undefined ? null : addressOf('/log', { actor })}
        next={page.nextCursor === null ? null : addressOf('/log', { actor, cursor: page.nextCursor })}
      />
    </>
  );
}
