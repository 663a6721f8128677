import { Badge, Paper, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { ProposeEnd, SettleChange } from '#components/governed/change-forms.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { hasRight, type Principal } from '#lib/auth/principal.ts';
import { fill } from '#lib/i18n/fill.ts';
import { listGoverned } from '#lib/ingest/list-governed.ts';
import { letsSpeak, lineSays, shortId } from '#lib/present/line-says.ts';
import type { GoverningKind } from '#lib/present/vocabulary.ts';
import type { SearchParams } from '../address.ts';
import { getStore } from '../store.ts';
import { viewerTexts } from '../texts.ts';
import { proposeEnd } from './actions.ts';
import { ChangeEffect } from './change-effect.tsx';
import { historyOf } from './history.ts';
import { settling } from './settling.ts';
import { TABLES } from './table.ts';
import { aboutText, changesOf } from './words.ts';

/** What Next gives the page of one line. */
export interface LineParams {
  readonly params: Promise<{ id: string }>;
  readonly searchParams: Promise<SearchParams>;
}

/** What a browser calls the page of one line. */
export async function lineMetadata(kind: GoverningKind, { params }: Pick<LineParams, 'params'>): Promise<Metadata> {
  const texts = await viewerTexts();
  return { title: fill(texts[TABLES[kind].words].one, { name: shortId((await params).id) }) };
}

export interface GovernedLineProps<Kind extends GoverningKind> extends LineParams {
  readonly kind: Kind;
  readonly principal: Principal;
  /** What stands between what the line is called and its history. */
  readonly facts?: (row: Awaited<ReturnType<typeof listGoverned<Kind>>>['rows'][number]) => ReactNode;
}

/** One line: what it says, who said it, and, while something waits, what it would change. */
export async function GovernedLine<Kind extends GoverningKind>({ kind, principal, params, searchParams, facts }: GovernedLineProps<Kind>) {
  const { id } = await params;
  const query = await searchParams;
  const texts = await viewerTexts();
  const row = (await listGoverned(getStore(), kind, new Date())).rows.find((each) => each.id === id);
  if (row === undefined) notFound();
  const { path, words } = TABLES[kind];
  const { title, endHint, neverWas } = texts[words];
  const { heading, lead } = lineSays(texts, kind, row);
  const isFavored = row.state === 'waiting' && letsSpeak(row.line, principal.name);
  return (
    <Stack>
      <div>
        <PageLink href={path}>{title}</PageLink>
      </div>
      <PageHeader
        title={heading}
        lead={lead}
        actions={
          <Badge variant="light" tt="none" size="lg">
            {texts.governed.states[row.state]}
          </Badge>
        }
      />
      {facts?.(row)}
      <Paper withBorder p="md" maw={760}>
        <Title order={2} size="h4" mb="xs">
          {texts.governed.history}
        </Title>
        {historyOf(texts, row).map((sentence) => (
          <Text key={sentence} size="sm" className="breakable">
            {sentence}
          </Text>
        ))}
      </Paper>
      {changesOf(row).map(({ change, author }) => (
        <Stack key={change}>
          <ChangeEffect kind={kind} id={change} path={`${path}/${id}`} query={query} />
          <SettleChange id={change} about={aboutText(texts, { row, change })} {...settling(principal, { author, isFavored })} />
        </Stack>
      ))}
      {row.state === 'in-force' && hasRight(principal, 'policy.propose') ? (
        <ProposeEnd id={id} action={proposeEnd} words={{ hint: endHint, neverWas }} />
      ) : null}
    </Stack>
  );
}
