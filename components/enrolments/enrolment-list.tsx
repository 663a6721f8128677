'use client';

import { Anchor, Group, Text } from '@mantine/core';
import { IconKeyOff } from '@tabler/icons-react';
import Link from 'next/link';
import { ActingList } from '#components/ui/acting-list.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import type { FormAction } from '#components/ui/use-form-action.ts';
import { fill } from '#lib/i18n/fill.ts';
import { timeText } from '#lib/present/time-text.ts';
import type { EnrolmentRow } from './enrolment-row.ts';

export interface EnrolmentListProps {
  readonly rows: readonly EnrolmentRow[];
  /** Takes an enrolment back; null for who may not. */
  readonly withdraw: FormAction | null;
}

/** Keys that were enrolled, each with its device, how it was bound, and who saw it; with the right, a form to take it back. */
export function EnrolmentList({ rows, withdraw }: EnrolmentListProps) {
  const texts = useTexts().enrolments;
  return (
    <ActingList
      label={texts.listLabel}
      rows={rows}
      keyOf={({ id }) => id}
      act={{
        action: withdraw,
        may: (row) => row.withdrawn === null,
        icon: <IconKeyOff size={16} aria-hidden />,
        open: texts.withdraw,
        nameOf: ({ name }) => fill(texts.withdrawKey, { name: name.slice(4, 16) }),
        lead: texts.withdrawLead,
        fields: ({ id }) => <input type="hidden" name="statement" value={id} />,
        words: { reason: texts.reason, reasonHint: texts.reasonHint, submit: texts.withdrawIt, cancel: texts.cancel },
        isRemoval: true,
      }}
    >
      {(row) => <Told row={row} />}
    </ActingList>
  );
}

function Told({ row }: { readonly row: EnrolmentRow }) {
  const texts = useTexts().enrolments;
  return (
    <>
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
        {fill(texts.enrolled, { at: timeText(row.at), by: row.by })} · {row.answered}
      </Text>
      {row.withdrawn === null ? null : (
        <Text size="sm" className="breakable">
          {row.withdrawn}
        </Text>
      )}
    </>
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
