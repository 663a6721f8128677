'use client';

import { Anchor, Box, Button, Group, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
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
import type { PendingPlace, PendingRow } from './inbox.ts';

export interface PendingDecisionsProps {
  readonly rows: readonly PendingRow[];
  readonly hasMore: boolean;
  /** Agrees or takes back; null for who may do neither. */
  readonly settle: FormAction | null;
}

/** Devices of one proposal that are named at once; more are folded. */
const SHOWN_PLACES = 3;

/** Stands for the action where there is no form. */
const nobody: FormAction = async () => ({ kind: 'refused', text: '' });

/** Decisions that take weight away only when a second person agrees. */
export function PendingDecisions({ rows, hasMore, settle }: PendingDecisionsProps) {
  const texts = useTexts().findings;
  const locale = useLocale();
  const { result, isPending, onSubmit } = useFormAction(settle ?? nobody);
  // What the person is told outlives the last row that it was about.
  if (rows.length === 0) {
    return result === null ? null : (
      <Box mb="md">
        <ActionNotice result={result} />
      </Box>
    );
  }
  const count = rows.reduce((sum, { places }) => sum + places.length, 0);
  return (
    <Paper component="section" withBorder p="md" mb="md" aria-labelledby="pending-title">
      <Group gap="xs">
        <IconUserCheck size={20} aria-hidden />
        <Title id="pending-title" order={2} size="h4">
          {texts.pendingTitle}
        </Title>
      </Group>
      <Text size="sm" mb="xs">
        {pluralText(locale, texts.pendingLead, { count })}
      </Text>
      <ul className={styles.list} aria-label={texts.pendingLabel}>
        {rows.map((row) => (
          <li key={row.places[0]?.statement} className={styles.item}>
            <PendingText row={row} />
            {settle === null ? null : <SettleForm row={row} isPending={isPending} onSubmit={onSubmit} />}
          </li>
        ))}
      </ul>
      <ActionNotice result={result} />
      {hasMore ? <Text size="sm">{texts.pendingMore}</Text> : null}
    </Paper>
  );
}

function PendingText({ row }: { readonly row: PendingRow }) {
  const texts = useTexts().findings;
  const locale = useLocale();
  const until = row.until === null ? '' : `, ${fill(texts.pendingUntil, { until: dayText(row.until) })}`;
  const places = row.places.map((place) => <PlaceText key={place.statement} place={place} />);
  return (
    <Stack gap={2}>
      <Group gap="xs">
        <SeverityBadge severity={row.severity} />
        <Text fw={600}>{`${texts.decisions[row.decision]}${until}`}</Text>
        <Text>{row.title}</Text>
      </Group>
      {places.length <= SHOWN_PLACES ? (
        places
      ) : (
        <details className="disclosure">
          <summary>{pluralText(locale, texts.pendingPlaces, { count: places.length })}</summary>
          {places}
        </details>
      )}
      <Text size="sm" c="dimmed" className="breakable">
        {fill(texts.proposedBy, { author: row.author, at: timeText(row.at) })}: {row.reason}
      </Text>
    </Stack>
  );
}

function PlaceText({ place }: { readonly place: PendingPlace }) {
  return (
    <Text className="breakable">
      {place.subject} ·{' '}
      <Anchor component={Link} prefetch={false} href={`/devices/${encodeURIComponent(place.device)}`} inherit>
        {place.deviceName}
      </Anchor>
    </Text>
  );
}

interface SettleFormProps extends Pick<FormActionState, 'isPending' | 'onSubmit'> {
  readonly row: PendingRow;
}

/** Who proposed it can only take it back; another person can agree too. */
function SettleForm({ row, isPending, onSubmit }: SettleFormProps) {
  const texts = useTexts().findings;
  const locale = useLocale();
  const [first] = row.places;
  const device = row.places.length > 1 ? pluralText(locale, texts.pendingPlaces, { count: row.places.length }) : (first?.deviceName ?? '');
  const about = { decision: texts.decisions[row.decision], finding: row.title, device };
  return (
    <form onSubmit={onSubmit}>
      {row.places.map(({ statement }) => (
        <input key={statement} type="hidden" name="statement" value={statement} />
      ))}
      {row.isOwn ? <Text size="sm">{texts.ownProposal}</Text> : null}
      <Group align="end" gap="sm" mt="xs" mb="xs">
        <TextInput
          name="reason"
          label={row.isOwn ? texts.withdrawReason : texts.approveReason}
          maxLength={2000}
          required
          style={{ flex: '1 1 16rem' }}
        />
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
