import { Badge, Paper, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ProposeEnd, SettleChange } from '#components/policy/change-forms.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { listAliases } from '#lib/ingest/list-aliases.ts';
import { ChangeEffect } from '../../../server/change-effect.tsx';
import { aboutText, changesOf } from '../../../server/governed-words.ts';
import { historyOf } from '../../../server/line-history.ts';
import { requirePage } from '../../../server/page-guard.ts';
import { settling } from '../../../server/settling.ts';
import { getStore } from '../../../server/store.ts';
import { viewerTexts } from '../../../server/texts.ts';
import { approveAlias, declineAlias, proposeAliasEnd, withdrawAlias } from '../actions.ts';
import { aliasText } from '../alias-text.ts';

const ACTIONS = { approve: approveAlias, decline: declineAlias, withdraw: withdrawAlias };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).aliases.one };
}

/** One alias: its names, who said it, and, while something waits, what it would change. */
export default async function AliasPage({ params }: { readonly params: Promise<{ id: string }> }) {
  const principal = await requirePage('/aliases/[id]');
  const { id } = await params;
  const texts = await viewerTexts();
  const row = (await listAliases(getStore(), new Date())).rows.find((each) => each.id === id);
  if (row === undefined) notFound();
  const { aliases, policy } = texts;
  return (
    <Stack>
      <div>
        <PageLink href="/aliases">{aliases.title}</PageLink>
      </div>
      <PageHeader
        title={aliasText(texts, row)}
        lead={aliases.oneLead}
        actions={
          <Badge variant="light" tt="none" size="lg">
            {policy.states[row.state]}
          </Badge>
        }
      />
      <Paper withBorder p="md" maw={760}>
        <Title order={2} size="h4" mb="xs">
          {policy.history}
        </Title>
        {historyOf(texts, row).map((sentence) => (
          <Text key={sentence} size="sm" className="breakable">
            {sentence}
          </Text>
        ))}
      </Paper>
      {changesOf(row).map(({ change, author }) => (
        <Stack key={change}>
          <ChangeEffect kind="manufacturer-alias" id={change} />
          <SettleChange
            id={change}
            about={aboutText(texts, { row, change })}
            {...settling(principal, { author, isFavored: false, actions: ACTIONS })}
          />
        </Stack>
      ))}
      {row.state === 'in-force' && hasRight(principal, 'policy.propose') ? (
        <ProposeEnd id={id} action={proposeAliasEnd} words={{ hint: aliases.endHint, neverWas: aliases.neverWas }} />
      ) : null}
    </Stack>
  );
}
