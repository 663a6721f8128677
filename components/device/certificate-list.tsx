'use client';

import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import type { EvidenceView } from '#lib/present/evidence-view.ts';
import { CheckList } from './check-list.tsx';
import { EvidenceChip } from './evidence-chip.tsx';
import { FactList } from './fact-list.tsx';
import { StandingMark } from './standing-mark.tsx';

/** Each certificate of a device with its checks, its path and its holder. */
export function CertificateList({ certificates }: { readonly certificates: readonly EvidenceView[] }) {
  const texts = useTexts().device.certificates;
  if (certificates.length === 0) return <EmptyState title={texts.empty}>{texts.emptyText}</EmptyState>;
  return (
    <Stack gap="md">
      {certificates.map((view) => (
        <Certificate key={view.id} view={view} />
      ))}
    </Stack>
  );
}

function Certificate({ view }: { readonly view: EvidenceView }) {
  const { device, document } = useTexts();
  const texts = device.certificates;
  const path = view.checks.find(({ id }) => id === 'chain');
  const holder = view.facts.find(({ heading }) => heading === document.section.holder);
  return (
    <Paper withBorder p="md" component="article">
      <Stack gap="sm">
        <Group gap="xs">
          <Title order={2} size="h5">
            {view.kind}
          </Title>
          <StandingMark standing={view.standing} />
          <Contribution contributes={view.contributes} />
          <EvidenceChip sha256={view.sha256} />
        </Group>
        <Text className="breakable">{view.title}</Text>
        <dl className="facts">
          <dt>{device.evidence.ground}</dt>
          <dd>{view.ground}</dd>
          {path === undefined ? null : (
            <>
              <dt>{texts.path}</dt>
              <dd className="breakable">{path.detail}</dd>
            </>
          )}
          {holder === undefined ? null : (
            <>
              <dt>{texts.holder}</dt>
              <dd className="breakable">{holder.rows.map(({ label, value }) => `${label}: ${value}`).join(' · ')}</dd>
            </>
          )}
        </dl>
        <section>
          <Title order={3} size="h6" mb={4}>
            {texts.checks}
          </Title>
          <CheckList checks={view.checks} />
        </section>
        <details className="disclosure-line">
          <summary>{texts.details}</summary>
          <FactList sections={view.facts} />
        </details>
      </Stack>
    </Paper>
  );
}

/** Whether it takes part in what is expected; no question for an EK certificate. */
function Contribution({ contributes }: Pick<EvidenceView, 'contributes'>) {
  const texts = useTexts().device.certificates;
  if (contributes === null) return null;
  return contributes ? (
    <ToneMark glyph="signed" tone="good" hint={texts.contributesHint}>
      {texts.contributes}
    </ToneMark>
  ) : (
    <ToneMark glyph="minus" tone="plain" hint={texts.apartHint}>
      {texts.apart}
    </ToneMark>
  );
}
