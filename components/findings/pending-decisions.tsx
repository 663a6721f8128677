'use client';

import { Alert, Anchor, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import Link from 'next/link';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { SeverityBadge } from '#components/ui/severity-badge.tsx';
import { type FormAction, type FormActionState, useFormAction } from '#components/ui/use-form-action.ts';
import { fill } from '#lib/i18n/fill.ts';
import { pluralText } from '#lib/i18n/message.ts';
import { dayText, timeText } from '#lib/present/time-text.ts';
import styles from './cause.module.css';
import type { PendingRow } from './inbox.ts';

export interface PendingDecisionsProps {
  readonly rows: readonly PendingRow[];
  readonly hasMore: boolean;
  /** Agrees or takes back; null for who may do neither. */
  readonly settle: FormAction | null;
}

/** Stands for the action where there is no form. */
const nobody: FormAction = async () => ({ kind: 'refused', text: '' });

/** Decisions that take weight away only when a second person agrees. */
export function PendingDecisions({ rows, hasMore, settle }: PendingDecisionsProps) {
  const texts = useTexts().findings;
  const locale = useLocale();
  const { result, isPending, onSubmit } = useFormAction(settle ?? nobody);
  if (rows.length === 0 && result === null) return null;
  return (
    <Alert color="indigo" variant="light" icon={<IconUserCheck aria-hidden />} title={texts.pendingTitle} mb="md">
      <Text size="sm">{pluralText(locale, texts.pendingLead, { count: rows.length })}</Text>
      <ul className={styles.list} aria-label={texts.pendingLabel}>
        {rows.map((row) => (
          <li key={row.statement} className={styles.item}>
            <PendingText row={row} />
            {settle === null ? null : <SettleForm row={row} isPending={isPending} onSubmit={onSubmit} />}
          </li>
        ))}
      </ul>
      <ActionNotice result={result} />
      {hasMore ? <Text size="sm">{texts.pendingMore}</Text> : null}
    </Alert>
  );
}

function PendingText({ row }: { readonly row: PendingRow }) {
  const texts = useTexts().findings;
  const until = row.until === null ? '' : `, ${fill(texts.pendingUntil, { until: dayText(row.until) })}`;
  return (
    <Stack gap={2}>
      <Group gap="xs">
        <SeverityBadge severity={row.severity} />
        <Text fw={600}>{`${texts.decisions[row.decision]}${until}`}</Text>
      </Group>
      <Text className="breakable">
        {row.title} · {row.subject} ·{' '}
        <Anchor component={Link} prefetch={false} href={`/devices/${encodeURIComponent(row.device)}`} inherit>
          {row.deviceName}
        </Anchor>
      </Text>
      <Text size="sm" c="dimmed" className="breakable">
        {fill(texts.proposedBy, { author: row.author, at: timeText(row.at) })}: {row.reason}
      </Text>
    </Stack>
  );
}

interface SettleFormProps extends Pick<FormActionState, 'isPending' | 'onSubmit'> {
  readonly row: PendingRow;
}

/** Who proposed it can only take it back; another person can agree too. */
function SettleForm({ row, isPending, onSubmit }: SettleFormProps) {
  const texts = useTexts().findings;
  const about = { decision: texts.decisions[row.decision], finding: row.title, device: row.deviceName };
  return (
    <form onSubmit={onSubmit}>
      <input type="hidden" name="statement" value={row.statement} />
      {row.isOwn ? <Text size="sm">{texts.ownProposal}</Text> : null}
      <Group align="end" gap="sm" mt="xs" mb="xs">
        <TextInput name="reason" label={texts.approveReason} maxLength={2000} required style={{ flex: '1 1 16rem' }} />
        {row.isOwn ? null : (
          <Button type="submit" name="act" value="approve" loading={isPending} aria-label={fill(texts.approveAbout, about)}>
            {texts.approve}
          </Button>
        )}
        <Button
          type="submit"
          name="act"
          value="withdraw"
          variant="default"
          loading={isPending}
          aria-label={fill(texts.withdrawAbout, about)}
        >
          {texts.withdraw}
        </Button>
      </Group>
    </form>
  );
}
