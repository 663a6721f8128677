'use client';

import { Button, Divider, Group, Stack, Text, Title } from '@mantine/core';
import { IconDownload, IconFileSearch } from '@tabler/icons-react';
import Link from 'next/link';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import { translate } from '#lib/i18n/message.ts';
import type { EvidenceView } from '#lib/present/evidence-view.ts';
import { CheckList } from './check-list.tsx';
import { FactList } from './fact-list.tsx';
import { StandingMark } from './standing-mark.tsx';

export interface EvidenceDetailsProps {
  readonly sha256: string;
  readonly documents: readonly EvidenceView[];
}

/** One file in the side panel: as received, what it says, how it was judged. */
export function EvidenceDetails({ sha256, documents }: EvidenceDetailsProps) {
  const texts = useTexts().device.evidence;
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Text size="sm">{texts.fullHash}</Text>
        <HashChip hash={sha256} />
      </Group>
      <Group gap="xs">
        <Button
          component={Link}
          prefetch={false}
          href={`/artifacts/${sha256}`}
          variant="default"
          leftSection={<IconFileSearch size={16} aria-hidden />}
        >
          {texts.page}
        </Button>
        <Button
          component="a"
          href={`/api/v1/artifacts/${sha256}/content`}
          download
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {texts.download}
        </Button>
      </Group>
      {documents.map((view) => (
        <DocumentDetails key={view.id} view={view} />
      ))}
    </Stack>
  );
}

function DocumentDetails({ view }: { readonly view: EvidenceView }) {
  const texts = useTexts().device.evidence;
  const locale = useLocale();
  return (
    <Stack gap="sm" component="section">
      <Divider />
      <Group gap="xs">
        <StandingMark standing={view.standing} />
        {view.parts === null ? null : <Text size="sm">{translate(locale, 'device.evidence.parts', { count: view.parts })}</Text>}
      </Group>
      <Text className="breakable">{view.title}</Text>
      <dl className="facts">
        <dt>{texts.proven}</dt>
        <dd>
          <TimeText at={view.provenAt} />
        </dd>
        <dt>{texts.ground}</dt>
        <dd>{view.ground}</dd>
      </dl>
      {view.contributes === null ? null : <Text size="sm">{view.contributes ? texts.contributes : texts.contributesNot}</Text>}
      <Title order={3} size="h5">
        {texts.parsed}
      </Title>
      <div>
        <FactList sections={view.facts} />
      </div>
      <Title order={3} size="h5">
        {texts.checks}
      </Title>
      <CheckList checks={view.checks} />
      <Title order={3} size="h5">
        {texts.submissionsHeading}
      </Title>
      <SubmissionLines view={view} />
    </Stack>
  );
}

const LINES = 5;

/** When it was handed in, by whom; the first and the newest. */
function SubmissionLines({ view }: { readonly view: EvidenceView }) {
  const locale = useLocale();
  const shown =
    view.submissions.length <= LINES ? view.submissions : [...view.submissions.slice(0, 1), ...view.submissions.slice(1 - LINES)];
  const left = view.submissionCount - shown.length;
  return (
    <>
      <ul className="lines">
        {shown.map(({ id, receivedAt, by, fileName }) => (
          <li key={id}>
            <TimeText at={receivedAt} /> {by}
            {fileName === null ? null : <span className="breakable"> · {fileName}</span>}
          </li>
        ))}
      </ul>
      {left === 0 ? null : (
        <Text size="sm" c="dimmed">
          {translate(locale, 'device.evidence.moreSubmissions', { count: left })}
        </Text>
      )}
    </>
  );
}
