'use client';

import { Text } from '@mantine/core';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import type { FormAction } from '#components/ui/use-form-action.ts';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { AnchorView } from '#lib/present/anchor-view.ts';
import { dayText } from '#lib/present/time-text.ts';
import { RemoveTrusted } from './remove-trusted.tsx';

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
  const { anchors: texts } = useTexts();
  const columns = columnsOf(texts);
  const actions: DataColumn<AnchorRow> = {
    id: 'actions',
    header: texts.actions,
    cell: (row) => (remove === undefined ? null : <RemoveTrusted row={row} action={remove} />),
  };
  return (
    <DataTable
      caption={texts.caption}
      rows={rows}
      rowKey={({ sha256 }) => sha256}
      columns={remove === undefined ? columns : [...columns, actions]}
      cards
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
        <div>
          <TimeText at={addedAt} /> {fill(texts.addedByText, { name: addedBy })}
          <Text size="xs" c="dimmed">
            {reason}
          </Text>
        </div>
      ),
    },
  ];
}
