'use client';

import { Text } from '@mantine/core';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import type { ActivityView } from '#lib/present/activity-view.ts';

export interface ActivityRow extends ActivityView {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
}

/** Who did what. */
export function ActivityTable({ rows }: { readonly rows: readonly ActivityRow[] }) {
  const texts = useTexts().access;
  const columns: readonly DataColumn<ActivityRow>[] = [
    { id: 'at', header: texts.logAt, cell: ({ at }) => <TimeText at={at} /> },
    { id: 'actor', header: texts.logActor, cell: ({ actor }) => actor },
    { id: 'action', header: texts.logAction, cell: ({ did }) => did },
    { id: 'subject', header: texts.logSubject, cell: (row) => <Subject {...row} /> },
    { id: 'detail', header: texts.logDetail, cell: ({ details }) => <Details details={details} /> },
  ];
  return <DataTable caption={texts.logCaption} rows={rows} rowKey={({ id }) => id} columns={columns} />;
}

function Subject({ subject, about }: Pick<ActivityRow, 'subject' | 'about'>) {
  if (about === null || subject === null) return <span className="breakable">{subject}</span>;
  return (
    <>
      <bdi className="breakable">{about}</bdi> <HashChip hash={subject} />
    </>
  );
}

function Details({ details }: Pick<ActivityRow, 'details'>) {
  return details.map(({ name, value }) => (
    <div key={name}>
      <Text span size="sm" c="dimmed">
        {name}{' '}
      </Text>
      <Text span size="sm" className="breakable">
        {value}
      </Text>
    </div>
  ));
}
