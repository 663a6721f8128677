import { Badge, Paper, Stack, Text, Title } from '@mantine/core';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ProposeEnd, SettleChange } from '#components/policy/change-forms.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { PageLink } from '#components/ui/page-link.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import { fill } from '#lib/i18n/fill.ts';
import { listAttestationPolicy } from '#lib/ingest/list-attestation-policy.ts';
import { askedText, groupText } from '#lib/present/attestation-policy-view.ts';
import { ChangeEffect } from '../../../server/change-effect.tsx';
import { aboutText, changesOf } from '../../../server/governed-words.ts';
import { historyOf } from '../../../server/line-history.ts';
import { requirePage } from '../../../server/page-guard.ts';
import { settling } from '../../../server/settling.ts';
import { getStore } from '../../../server/store.ts';
import { viewerTexts } from '../../../server/texts.ts';
import { approveAttestationPolicy, declineAttestationPolicy, proposeAttestationPolicyEnd, withdrawAttestationPolicy } from '../actions.ts';

const ACTIONS = { approve: approveAttestationPolicy, decline: declineAttestationPolicy, withdraw: withdrawAttestationPolicy };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).attestationPolicy.one };
}

/** One line: what it asks, who said it, and, while something waits, what it would change. */
export default async function AttestationPolicyLinePage({ params }: { readonly params: Promise<{ id: string }> }) {
  const principal = await requirePage('/attestation-policy/[id]');
  const { id } = await params;
  const texts = await viewerTexts();
  const row = (await listAttestationPolicy(getStore(), new Date())).rows.find((each) => each.id === id);
  if (row === undefined) notFound();
  const { attestationPolicy, policy } = texts;
  return (
    <Stack>
      <div>
        <PageLink href="/attestation-policy">{attestationPolicy.title}</PageLink>
      </div>
      <PageHeader
        title={groupText(texts, row.line)}
        lead={fill(attestationPolicy.oneLead, { asks: askedText(texts, row.line) })}
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
          <ChangeEffect kind="attestation-policy" id={change} />
          <SettleChange
            id={change}
            about={aboutText(texts, { row, change })}
            {...settling(principal, { author, isFavored: false, actions: ACTIONS })}
          />
        </Stack>
      ))}
      {row.state === 'in-force' && hasRight(principal, 'policy.propose') ? (
        <ProposeEnd
          id={id}
          action={proposeAttestationPolicyEnd}
          words={{ hint: attestationPolicy.endHint, neverWas: attestationPolicy.neverWas }}
        />
      ) : null}
    </Stack>
  );
}
