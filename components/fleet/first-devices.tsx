'use client';

import { Anchor, Code, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconApi, IconServer2, IconTerminal2, IconUpload } from '@tabler/icons-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { useTexts } from '#components/ui/locale.tsx';

export interface FirstDevicesProps {
  /** Who may not hand in isn't sent there. */
  readonly mayUpload: boolean;
  readonly maySeeAnchors: boolean;
  /** Who adds users is told who hands in. */
  readonly mayAddUsers: boolean;
  /** The address of this server, for the commands. */
  readonly server: string;
}

/** The fleet before the first device: three ways to add one, and a sample fleet to look around in. */
export function FirstDevices({ mayUpload, maySeeAnchors, mayAddUsers, server }: FirstDevicesProps) {
  const { first } = useTexts().fleet;
  return (
    <EmptyState icon={<IconServer2 size={32} />} title={first.title}>
      <Text c="dimmed">{first.lead}</Text>
      <SimpleGrid cols={{ base: 1, md: 3 }} spacing="md" ta="start" className="first-ways">
        <Way icon={<IconUpload size={20} aria-hidden />} title={first.upload} text={first.uploadText}>
          {mayUpload ? (
            <Anchor component={Link} prefetch={false} href="/upload" className="target">
              {first.uploadLink}
            </Anchor>
          ) : (
            <UploadBy mayAddUsers={mayAddUsers} />
          )}
        </Way>
        <Way icon={<IconTerminal2 size={20} aria-hidden />} title={first.command} text={first.commandText}>
          <Code block>{`npm run -s assay -- ingest \\\n  *.cer *.json \\\n  --server ${server} \\\n  --token assay_…`}</Code>
        </Way>
        <Way icon={<IconApi size={20} aria-hidden />} title={first.api} text={first.apiText}>
          <Code block>{`curl --data-binary @base.cer \\\n  -H "Authorization: Bearer assay_…" \\\n  ${server}/api/v1/artifacts`}</Code>
        </Way>
      </SimpleGrid>
      <Text size="sm">
        {first.anchors}{' '}
        {maySeeAnchors ? (
          <Anchor component={Link} prefetch={false} href="/anchors" size="sm">
            {first.anchorsLink}
          </Anchor>
        ) : null}
      </Text>
      <Stack gap={4} align="center">
        <Text size="sm">{first.sample}</Text>
        <Code>npm run demo</Code>
      </Stack>
    </EmptyState>
  );
}

/** For who may not hand in: who does. */
function UploadBy({ mayAddUsers }: { readonly mayAddUsers: boolean }) {
  const { first } = useTexts().fleet;
  return (
    <>
      <Text size="sm">{mayAddUsers ? `${first.uploadBy} ${first.uploadByAdd}` : first.uploadBy}</Text>
      {mayAddUsers ? (
        <Anchor component={Link} prefetch={false} href="/users" className="target">
          {first.usersLink}
        </Anchor>
      ) : null}
    </>
  );
}

interface WayProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Way({ icon, title, text, children }: WayProps) {
  return (
    <Paper withBorder p="md" component="section">
      <Stack gap="xs">
        {icon}
        <Title order={3} size="h5">
          {title}
        </Title>
        <Text size="sm">{text}</Text>
        {children}
      </Stack>
    </Paper>
  );
}
