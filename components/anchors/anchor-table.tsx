'use client';

import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { AnchorView } from '#lib/present/anchor-view.ts';
import { dayText } from '#lib/present/time-text.ts';

export interface AnchorRow extends AnchorView {
  readonly label: string;
  readonly addedBy: string;
  readonly addedAt: string;
  readonly reason: string;
}

export interface AnchorTableProps {
  readonly rows: readonly AnchorRow[];
  /** Left out for somebody who may only read. */
  readonly remove?: FormAction;
}

export function AnchorTable({ rows, remove }: AnchorTableProps) {
  const { anchors: texts, shell } = useTexts();
  const columns = columnsOf(texts);
  const actions: DataColumn<AnchorRow> = {
    id: 'actions',
    header: texts.actions,
    cell: (row) => (remove === undefined ? null : <RemoveAnchor row={row} action={remove} close={shell.close} />),
  };
  return (
    <DataTable
      caption={texts.caption}
      rows={rows}
      rowKey={({ sha256 }) => sha256}
      columns={remove === undefined ? columns : [...columns, actions]}
    />
  );
}

function columnsOf(texts: Catalogue['anchors']): readonly DataColumn<AnchorRow>[] {
  return [
    { id: 'label', header: texts.label, sortBy: ({ label }) => label, cell: ({ label }) => label },
    {
      id: 'subject',
      header: texts.subject,
      sortBy: ({ subject }) => subject,
      cell: ({ subject }) => <bdi className="breakable">{subject}</bdi>,
    },
    {
      id: 'validity',
      header: texts.validity,
      cell: ({ notBefore, notAfter }) => fill(texts.validityText, { from: dayText(notBefore), to: dayText(notAfter) }),
    },
    { id: 'sha256', header: texts.fingerprint, cell: ({ sha256 }) => <HashChip hash={sha256} /> },
    {
      id: 'added',
      header: texts.addedBy,
      cell: ({ addedAt, addedBy, reason }) => (
        <>
          <TimeText at={addedAt} /> {fill(texts.addedByText, { name: addedBy })}
          <Text size="xs" c="dimmed">
            {reason}
          </Text>
        </>
      ),
    },
  ];
}

interface RemoveAnchorProps {
  readonly row: AnchorRow;
  readonly action: FormAction;
  readonly close: string;
}

function RemoveAnchor({ row, action, close: closeText }: RemoveAnchorProps) {
  const texts = useTexts().anchors;
  const [opened, { open, close }] = useDisclosure(false);
  const { result, isPending, onSubmit } = useFormAction(action);
  const title = fill(texts.removeTitle, { label: row.label });
  return (
    <>
      <Button size="xs" variant="default" onClick={open} aria-label={title}>
        {texts.remove}
      </Button>
      <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': closeText }}>
        <form onSubmit={onSubmit}>
          <Stack>
            <Text size="sm">{texts.removeHint}</Text>
            <ActionNotice result={result} />
            <input type="hidden" name="sha256" value={row.sha256} />
            <TextInput name="reason" label={texts.reason} description={texts.reasonHint} maxLength={2000} required data-autofocus />
            <Button type="submit" color="red" loading={isPending}>
              {texts.remove}
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
