'use client';

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconFileZip } from '@tabler/icons-react';
import { DataTable } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import type { FormAction } from '#components/ui/use-form-action.ts';
import { translate } from '#lib/i18n/message.ts';
import type { EvidenceView, SubmissionView } from '#lib/present/evidence-view.ts';
import { EvidenceChip } from './evidence-chip.tsx';
import { StandingMark } from './standing-mark.tsx';
import { type SaidView, StatementTable } from './statement-table.tsx';

export interface EvidenceListProps {
  readonly device: string;
  readonly documents: readonly EvidenceView[];
  readonly statements: readonly SaidView[];
  /** Null for who may not take it away. */
  readonly downloadHref: string | null;
  /** Takes a statement back; null for who may not. */
  readonly withdraw: FormAction | null;
}

/** All that the verdict rests on: files, acts of handing in, statements; and the whole to take away. */
export function EvidenceList({ device, documents, statements, downloadHref, withdraw }: EvidenceListProps) {
  const texts = useTexts().device.evidence;
  return (
    <Stack gap="lg">
      {downloadHref === null ? null : (
        <Group gap="md">
          <Button component="a" href={downloadHref} download leftSection={<IconFileZip size={18} aria-hidden />}>
            {texts.downloadAll}
          </Button>
          <Text size="sm" c="dimmed" maw={560}>
            {texts.downloadHint}
          </Text>
        </Group>
      )}
      <section>
        <Title order={2} size="h5" mb="xs">
          {texts.artifactsHeading}
        </Title>
        <FileTable documents={documents} />
      </section>
      <section>
        <Title order={2} size="h5" mb="xs">
          {texts.statementsHeading}
        </Title>
        {statements.length === 0 ? (
          <Text c="dimmed">{texts.noStatements}</Text>
        ) : (
          <StatementTable device={device} statements={statements} withdraw={withdraw} />
        )}
      </section>
    </Stack>
  );
}

function FileTable({ documents }: { readonly documents: readonly EvidenceView[] }) {
  const texts = useTexts().device.evidence;
  return (
    <DataTable
      cards
      caption={texts.artifactsHeading}
      rows={documents}
      rowKey={({ id }) => id}
      columns={[
        {
          id: 'file',
          header: texts.file,
          cell: ({ sha256, title }) => (
            <div>
              <EvidenceChip sha256={sha256} />
              <Text size="sm" className="breakable" mt={4}>
                {title}
              </Text>
            </div>
          ),
        },
        { id: 'check', header: texts.check, cell: ({ standing }) => <StandingMark standing={standing} /> },
        { id: 'hash', header: texts.fullHash, cell: ({ sha256 }) => <HashChip hash={sha256} href={`/artifacts/${sha256}`} /> },
        { id: 'submissions', header: texts.submissionsHeading, cell: (view) => <Submissions view={view} /> },
      ]}
    />
  );
}

/** The newest stands open, the others one step away. */
function Submissions({ view }: { readonly view: EvidenceView }) {
  const locale = useLocale();
  const newest = view.submissions.at(-1);
  const others = view.submissions.slice(0, -1).toReversed();
  const left = view.submissionCount - view.submissions.length;
  if (newest === undefined) return null;
  return (
    <div>
      <SubmissionLine submission={newest} />
      {others.length === 0 ? null : (
        <details className="disclosure-line">
          <summary>{translate(locale, 'device.evidence.submissions', { count: view.submissionCount })}</summary>
          <ul className="lines">
            {others.map((submission) => (
              <li key={submission.id}>
                <SubmissionLine submission={submission} />
              </li>
            ))}
          </ul>
          {left === 0 ? null : (
            <Text size="sm" c="dimmed">
              {translate(locale, 'device.evidence.moreSubmissions', { count: left })}
            </Text>
          )}
        </details>
      )}
    </div>
  );
}

function SubmissionLine({ submission: { receivedAt, by, role, fileName } }: { readonly submission: SubmissionView }) {
  const roles: Readonly<Record<string, string>> = useTexts().upload.roles;
  return (
    <Text size="sm" className="breakable">
      <TimeText at={receivedAt} /> · {by}
      {role === null ? '' : ` · ${(Object.hasOwn(roles, role) ? roles[role] : undefined) ?? role}`}
      {fileName === null ? '' : ` · ${fileName}`}
    </Text>
  );
}
