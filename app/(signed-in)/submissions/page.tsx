import { Button, Group, TextInput } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { SubmissionTable } from '#components/submissions/submission-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { addressOf, ownCursor, queryText, type SearchParams } from '../../server/address.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';
import { seenSubmissions, seesAll } from './seen-submissions.ts';
import { submissionRow } from './submission-rows.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).submissions.title };
}

export default async function SubmissionsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const principal = await requirePage('/submissions');
  const texts = await viewerTexts();
  const { submissions } = texts;
  const query = await searchParams;
  const namesPeople = seesAll(principal);
  const [by, cursor] = [namesPeople ? queryText(query.by).trim() : '', ownCursor(query.cursor, 1)];
  const { items, nextCursor, nameOf } = await seenSubmissions(getStore(), principal, { by, ...(cursor === undefined ? {} : { cursor }) });
  const rows = items.map(({ submission, outcome }) => submissionRow(submission, outcome, { nameOf, texts }));
  return (
    <>
      <PageHeader
        title={submissions.title}
        lead={namesPeople ? submissions.lead : submissions.leadOwn}
        actions={hasRight(principal, 'artifact.submit') ? <PageLink href="/upload">{submissions.upload}</PageLink> : undefined}
      />
      {namesPeople ? <ByFilter by={by} texts={submissions} /> : null}
      {rows.length === 0 ? <Nothing {...{ namesPeople, by }} texts={submissions} /> : <SubmissionTable {...{ rows, namesPeople }} />}
      <Pager
        first={cursor === undefined ? null : addressOf('/submissions', { by })}
        next={nextCursor === null ? null : addressOf('/submissions', { by, cursor: nextCursor })}
      />
    </>
  );
}

interface ByProps {
  readonly by: string;
  readonly texts: Catalogue['submissions'];
}

function ByFilter({ by, texts }: ByProps) {
  return (
    <form key={by} method="get" action="/submissions" aria-label={texts.filterLabel}>
      <Group align="flex-end" gap="sm" mb="md">
        <TextInput name="by" label={texts.filterBy} defaultValue={by} />
        <Button type="submit" variant="default">
          {texts.apply}
        </Button>
        {by === '' ? null : <PageLink href="/submissions">{texts.clear}</PageLink>}
      </Group>
    </form>
  );
}

function Nothing({ namesPeople, by, texts }: ByProps & { readonly namesPeople: boolean }) {
  const title = namesPeople ? texts.empty : texts.emptyOwn;
  return (
    <EmptyState icon={<IconInbox />} title={by === '' ? title : texts.emptyFiltered}>
      {by === '' ? texts.emptyHint : texts.emptyFilteredHint}
    </EmptyState>
  );
}
