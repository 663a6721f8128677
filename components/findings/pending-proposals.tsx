'use client';

import { Anchor, Group, Paper, Text, Title } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import Link from 'next/link';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { pluralText } from '#lib/i18n/message.ts';
import { timeText } from '#lib/present/time-text.ts';
import styles from './cause.module.css';
import type { ProposalRow } from './inbox.ts';

export interface PendingProposalsProps {
  readonly rows: readonly ProposalRow[];
  readonly hasMore: boolean;
}

/** Baselines and choices of a base that wait for a second person, with the way to the page where they are approved. */
export function PendingProposals({ rows, hasMore }: PendingProposalsProps) {
  const texts = useTexts().findings;
  const locale = useLocale();
  if (rows.length === 0) return null;
  const count = rows.length;
  return (
    <Paper component="section" withBorder p="md" mb="md" aria-labelledby="proposals-title">
      <Group gap="xs">
        <IconUserCheck size={20} aria-hidden />
        <Title id="proposals-title" order={2} size="h4">
          {texts.proposalsTitle}
        </Title>
      </Group>
      <Text size="sm" mb="xs">
        {hasMore ? fill(texts.proposalsLeadMore, { count }) : pluralText(locale, texts.proposalsLead, { count })}
      </Text>
      <ul className={styles.list} aria-label={texts.proposalsLabel}>
        {rows.map((row) => (
          <li key={row.statement} className={styles.item}>
            <Text className="breakable">
              <Anchor component={Link} prefetch={false} href={`/devices/${encodeURIComponent(row.device)}`} inherit fw={600}>
                {row.deviceName}
              </Anchor>
              : {texts.proposes[row.proposes]}
            </Text>
            <Text size="sm" c="dimmed" className="breakable">
              {fill(texts.proposedBy, { author: row.author, at: timeText(row.at) })}: {row.reason}
            </Text>
            {row.isOwn ? <Text size="sm">{texts.proposesOwn}</Text> : null}
          </li>
        ))}
      </ul>
    </Paper>
  );
}
