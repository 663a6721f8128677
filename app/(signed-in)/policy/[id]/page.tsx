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
import { requirePage } from '../../../server/page-guard.ts';
import { getStore } from '../../../server/store.ts';
import { viewerTexts } from '../../../server/texts.ts';
import { approveChange, declineChange, proposeEnd, withdrawProposal } from '../actions.ts';
import { endText, saidText } from '../waiting-rows.ts';
import { ChangeEffect } from './change-effect.tsx';
import { historyOf } from './line-history.ts';

const SHORT_ID = 8;

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
          <ChangeEffect id={change} />
          <SettleChange id={change} about={aboutText(texts, row, change)} {...settling(principal, { row, author })} />
        </Stack>
      ))}
      {row.state === 'in-force' && hasRight(principal, 'policy.propose') ? <ProposeEnd id={id} action={proposeEnd} /> : null}
    </Stack>
  );
}

/** What waits about this line: itself, or ends of it. */
function changesOf({ id, state, proposed, proposedEnds }: PolicyRow): readonly { readonly change: string; readonly author: string }[] {
  const ends = proposedEnds.map((end) => ({ change: end.id, author: end.by }));
  return state === 'waiting' ? [{ change: id, author: proposed.by }] : ends;
}

function aboutText(texts: Awaited<ReturnType<typeof viewerTexts>>, { id, proposed, proposedEnds }: PolicyRow, change: string): string {
  const end = proposedEnds.find((each) => each.id === change);
  return end === undefined || change === id ? saidText(texts.policy.proposedText, proposed) : endText(texts, end);
}

/** Which forms somebody sees: the second person's, the proposer's, or none. */
function settling(principal: Principal, { row, author }: { readonly row: PolicyRow; readonly author: string }) {
  const isOwn = author === principal.name;
  const { who } = row.line;
  const isFavored = row.state === 'waiting' && who.kind === 'submitter' && who.account === principal.name;
  const mayApprove = hasRight(principal, 'policy.approve');
  if (isOwn) return { approve: null, withdraw: { action: withdrawProposal, isOwn: true } };
  if (!mayApprove) return { approve: null, withdraw: null };
  return { approve: isFavored ? null : approveChange, withdraw: { action: declineChange, isOwn: false } };
}
