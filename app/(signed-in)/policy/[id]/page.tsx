import { Badge, Paper, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ProposeEnd, SettleChange } from '#components/policy/change-forms.tsx';
import { LineFacts } from '#components/policy/line-facts.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { hasRight, type Principal } from '#lib/auth/principal.ts';
import { fill } from '#lib/i18n/fill.ts';
import { listIssuerPolicy } from '#lib/ingest/list-policy.ts';
import { lineText } from '#lib/present/policy-text.ts';
import type { PolicyRow } from '#lib/present/policy-view.ts';
import { ChangeEffect } from '../../../server/change-effect.tsx';
import { aboutText, changesOf } from '../../../server/governed-words.ts';
import { historyOf } from '../../../server/line-history.ts';
import { requirePage } from '../../../server/page-guard.ts';
import { settling } from '../../../server/settling.ts';
import { getStore } from '../../../server/store.ts';
import { viewerTexts } from '../../../server/texts.ts';
import { approveChange, declineChange, proposeEnd, withdrawProposal } from '../actions.ts';

const SHORT_ID = 8;
const ACTIONS = { approve: approveChange, decline: declineChange, withdraw: withdrawProposal };

export async function generateMetadata({ params }: { readonly params: Promise<{ id: string }> }): Promise<Metadata> {
  return { title: fill((await viewerTexts()).policy.line, { name: (await params).id.slice(0, SHORT_ID) }) };
}

/** One line: what it says, who said it, and, while something waits, what it would change. */
export default async function PolicyLinePage({ params }: { readonly params: Promise<{ id: string }> }) {
  const principal = await requirePage('/policy/[id]');
  const { id } = await params;
  const texts = await viewerTexts();
  const row = (await listIssuerPolicy(getStore(), new Date())).rows.find((each) => each.id === id);
  if (row === undefined) notFound();
  const { policy } = texts;
  return (
    <Stack>
      <div>
        <PageLink href="/policy">{policy.back}</PageLink>
      </div>
      <PageHeader
        title={fill(policy.line, { name: id.slice(0, SHORT_ID) })}
        lead={policy.lineLead}
        actions={
          <Badge variant="light" tt="none" size="lg">
            {policy.states[row.state]}
          </Badge>
        }
      />
      <LineFacts {...lineText(texts, row.line)} speaker={row.line.who} />
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
          <ChangeEffect kind="issuer-policy" id={change} />
          <SettleChange
            id={change}
            about={aboutText(texts, { row, change })}
            {...settling(principal, { author, isFavored: isFavored(principal, row), actions: ACTIONS })}
          />
        </Stack>
      ))}
      {row.state === 'in-force' && hasRight(principal, 'policy.propose') ? (
        <ProposeEnd id={id} action={proposeEnd} words={{ hint: policy.endHint, neverWas: policy.neverWas }} />
      ) : null}
    </Stack>
  );
}

/** The line would let this person speak. */
const isFavored = ({ name }: Principal, { state, line: { who } }: PolicyRow): boolean =>
  state === 'waiting' && who.kind === 'submitter' && who.account === name;
