import { Alert, Stack } from '@mantine/core';
import type { Metadata } from 'next';
import { PolicyLineTable, type PolicyLineTableRow } from '#components/attestation-policy/policy-line-table.tsx';
import { ProposePolicyLineForm } from '#components/attestation-policy/propose-policy-line-form.tsx';
import { type WaitingChange, WaitingChanges } from '#components/policy/waiting-changes.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { hasRight } from '#lib/auth/principal.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { translate } from '#lib/i18n/message.ts';
import { loadGoverning } from '#lib/ingest/governing.ts';
import { listAttestationPolicy } from '#lib/ingest/list-attestation-policy.ts';
import { type AttestationPolicyRow, askedText, groupText } from '#lib/present/attestation-policy-view.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { endText, saidText, twoPeopleText } from '../../server/governed-words.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerLocale, viewerTexts } from '../../server/texts.ts';
import { proposeAttestationPolicy } from './actions.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).attestationPolicy.title };
}

/** What groups of devices have to show, as two people at a time said. */
export default async function AttestationPolicyPage() {
  const principal = await requirePage('/attestation-policy');
  const texts = await viewerTexts();
  const { rows, version } = await listAttestationPolicy(getStore(), new Date());
  const { policy } = await loadGoverning(getStore().pool);
  const mayPropose = hasRight(principal, 'policy.propose');
  const inForce =
    version === null
      ? translate(await viewerLocale(), 'attestationPolicy.none', { count: policy.freshnessDays })
      : `${texts.attestationPolicy.some} ${fill(texts.policy.version, { version })}`;
  return (
    <Stack>
      <PageHeader title={texts.attestationPolicy.title} lead={texts.attestationPolicy.lead} />
      <Alert color="gray">
        {inForce}
        {mayPropose ? null : ` ${texts.attestationPolicy.readOnly}`}
      </Alert>
      <WaitingChanges rows={rows.flatMap((row) => waitingOf(texts, row))} />
      {rows.length === 0 ? (
        <EmptyState title={texts.attestationPolicy.empty}>{texts.attestationPolicy.emptyText}</EmptyState>
      ) : (
        <PolicyLineTable rows={rows.map((row) => tableRow(texts, row))} />
      )}
      {mayPropose ? <ProposePolicyLineForm action={proposeAttestationPolicy} /> : null}
    </Stack>
  );
}

/** What waits for a second person: the line, or ends of it. */
function waitingOf(texts: Catalogue, row: AttestationPolicyRow): readonly WaitingChange[] {
  const about = { text: `${groupText(texts, row.line)}: ${askedText(texts, row.line)}`, href: `/attestation-policy/${row.id}` };
  const ends = row.proposedEnds.map((end) => ({ id: end.id, ...about, said: endText(texts, end) }));
  return row.state === 'waiting' ? [{ id: row.id, ...about, said: saidText(texts.policy.proposedText, row.proposed) }, ...ends] : ends;
}

function tableRow(texts: Catalogue, row: AttestationPolicyRow): PolicyLineTableRow {
  const { id, state, line, proposed } = row;
  return {
    ...{ id, state, group: groupText(texts, line), asks: askedText(texts, line), said: twoPeopleText(texts, row) },
    at: (row.approved ?? proposed).at,
    reason: visibleText(proposed.reason),
  };
}
