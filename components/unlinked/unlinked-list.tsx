'use client';

import { Anchor, Group, Text } from '@mantine/core';
import { IconLink, IconLinkOff } from '@tabler/icons-react';
import Link from 'next/link';
import { useState } from 'react';
import { ActingList } from '#components/ui/acting-list.tsx';
import { DevicePicker, type PickedDevice } from '#components/ui/device-picker.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { Mark } from '#components/ui/mark.tsx';
import type { FormAction } from '#components/ui/use-form-action.ts';
import { fill } from '#lib/i18n/fill.ts';
import { timeText } from '#lib/present/time-text.ts';
import type { UnlinkedRow } from './unlinked-row.ts';

export interface UnlinkedListProps {
  readonly rows: readonly UnlinkedRow[];
  /** Records a link; null for who may not. */
  readonly link: FormAction | null;
}

/** What waits, each with its ground and what makes it link; with the right, a form to link it by hand. */
export function UnlinkedList({ rows, link }: UnlinkedListProps) {
  const texts = useTexts().unlinked;
  return (
    <ActingList
      label={texts.listLabel}
      rows={rows}
      keyOf={({ submission, document }) => `${submission} ${document}`}
      act={{
        action: link,
        may: (row) => row.canBeLinked,
        icon: <IconLink size={16} aria-hidden />,
        open: texts.link,
        nameOf: ({ fileName }) => fill(texts.linkFile, { file: fileName ?? texts.noName }),
        lead: texts.linkLead,
        fields: ({ submission }) => <LinkFields submission={submission} />,
        words: { reason: texts.reason, reasonHint: texts.reasonHint, submit: texts.record, cancel: texts.cancel },
      }}
    >
      {(row) => <Told row={row} />}
    </ActingList>
  );
}

/** The device to which a person says that a file belongs. */
function LinkFields({ submission }: Pick<UnlinkedRow, 'submission'>) {
  const texts = useTexts().unlinked;
  const [device, setDevice] = useState<PickedDevice | null>(null);
  return (
    <>
      <input type="hidden" name="submission" value={submission} />
      <input type="hidden" name="device" value={device?.id ?? ''} />
      <DevicePicker
        label={texts.device}
        placeholder={texts.devicePlaceholder}
        nothingFound={texts.deviceNone}
        value={device}
        onChange={setDevice}
        required
      />
    </>
  );
}

function Told({ row }: { readonly row: UnlinkedRow }) {
  const texts = useTexts().unlinked;
  return (
    <>
      <Group gap="xs">
        <Mark icon={IconLinkOff} color="yellow">
          {row.reason}
        </Mark>
        <Anchor component={Link} prefetch={false} href={`/artifacts/${row.sha256}`} fw={600} className="breakable">
          {row.fileName ?? texts.noName}
        </Anchor>
        <Text size="sm">{row.kind}</Text>
        <HashChip hash={row.sha256} />
      </Group>
      <Text size="sm" c="dimmed" className="breakable">
        {fill(texts.received, { at: timeText(row.receivedAt), by: row.submittedBy })}
      </Text>
      <Text mt={4} className="breakable">
        {row.detail}
      </Text>
      <Text size="sm" className="breakable">
        <strong>{texts.whatToDo}: </strong>
        {row.next}
      </Text>
    </>
  );
}
