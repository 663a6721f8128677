'use client';

import { Anchor, Button, Group, Paper, Text } from '@mantine/core';
import { IconKeyOff } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import { type FormAction, type FormActionState, useFormAction } from '#components/ui/use-form-action.ts';
import { fill } from '#lib/i18n/fill.ts';
import { timeText } from '#lib/present/time-text.ts';
import type { EnrolmentRow } from './enrolment-row.ts';
import styles from './enrolments.module.css';
import { WithdrawEnrolmentForm } from './withdraw-enrolment-form.tsx';

export interface EnrolmentListProps {
  readonly rows: readonly EnrolmentRow[];
  /** Takes an enrolment back; null for who may not. */
  readonly withdraw: FormAction | null;
}

/** Stands for the action where there is no form. */
const nobody: FormAction = async () => ({ kind: 'refused', text: '' });

/** Keys that were enrolled, each with its device, how it was bound, and who saw it; with the right, a form to take it back. */
export function EnrolmentList({ rows, withdraw }: EnrolmentListProps) {
  const texts = useTexts().enrolments;
  const action = useFormAction(withdraw ?? nobody);
  const [opened, setOpened] = useState<string | null>(null);
  return (
    <>
      <ActionNotice result={action.result} />
      <ul className={styles.list} aria-label={texts.listLabel}>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            action={action}
            mayWithdraw={withdraw !== null && row.withdrawn === null}
            isOpen={opened === row.id}
            onToggle={() => setOpened((before) => (before === row.id ? null : row.id))}
          />
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  readonly row: EnrolmentRow;
  readonly action: FormActionState;
  readonly mayWithdraw: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Row({ row, action, mayWithdraw, isOpen, onToggle }: RowProps) {
  const texts = useTexts().enrolments;
  return (
    <Paper component="li" withBorder className={styles.row}>
      <div>
        <Group gap="xs">
          <ToneMark glyph={row.mark.glyph} tone={row.mark.tone}>
            {row.mark.word}
          </ToneMark>
          <DeviceLink device={row.device} />
          <HashChip hash={row.name} copyLabel={fill(texts.keyName, { name: row.name })} />
        </Group>
        <Text mt={4} className="breakable">
          {row.how}
        </Text>
        <Text size="sm" c="dimmed" className="breakable">
          {fill(texts.enrolled, { at: timeText(row.at), by: row.by })}
        </Text>
        {row.withdrawn === null ? null : (
          <Text size="sm" className="breakable">
            {row.withdrawn}
          </Text>
        )}
      </div>
      {mayWithdraw ? (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconKeyOff size={16} aria-hidden />}
          aria-label={fill(texts.withdrawKey, { name: row.name.slice(4, 16) })}
          aria-expanded={isOpen}
          onClick={onToggle}
        >
          {texts.withdraw}
        </Button>
      ) : null}
      {mayWithdraw && isOpen ? <WithdrawEnrolmentForm statement={row.id} action={action} onCancel={onToggle} /> : null}
    </Paper>
  );
}

function DeviceLink({ device }: Pick<EnrolmentRow, 'device'>) {
  const texts = useTexts().enrolments;
  if (device === null) return <Text c="dimmed">{texts.noDevice}</Text>;
  return (
    <Anchor
      component={Link}
      prefetch={false}
      href={`/devices/${encodeURIComponent(device.id)}?tab=firmware`}
      fw={600}
      className="breakable"
    >
      {device.text}
    </Anchor>
  );
}
