'use client';

import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { Fragment } from 'react';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import type { SubmissionRow } from './submission-row.ts';

export interface SubmissionTableProps {
  readonly rows: readonly SubmissionRow[];
  /** The rows are of several people. */
  readonly namesPeople: boolean;
}

/** What was handed in, with what became of it and where it went. */
export function SubmissionTable({ rows, namesPeople }: SubmissionTableProps) {
  const texts = useTexts().submissions;
  return (
    <DataTable
      caption={texts.caption}
      columns={columnsOf(texts).filter(({ id }) => namesPeople || id !== 'by')}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ sha256 }) => `/artifacts/${sha256}`}
      cards
    />
  );
}

function columnsOf(texts: Catalogue['submissions']): readonly DataColumn<SubmissionRow>[] {
  return [
    {
      id: 'file',
      header: texts.file,
      cell: ({ name, sha256 }) => (
        <div>
          <Anchor component={Link} prefetch={false} href={`/artifacts/${sha256}`} inherit className="breakable">
            {name ?? texts.noName}
          </Anchor>{' '}
          <HashChip hash={sha256} />
        </div>
      ),
    },
    { id: 'kind', header: texts.kind, cell: ({ kind }) => kind ?? <Text c="dimmed">{texts.notRead}</Text> },
    { id: 'received', header: texts.received, cell: ({ receivedAt }) => <TimeText at={receivedAt} /> },
    { id: 'by', header: texts.by, cell: ({ by }) => <bdi style={{ overflowWrap: 'break-word' }}>{by}</bdi> },
    { id: 'outcome', header: texts.outcome, cell: (row) => <Outcome row={row} texts={texts} /> },
  ];
}

function Outcome({ row, texts }: { readonly row: SubmissionRow; readonly texts: Catalogue['submissions'] }) {
  const { mark, devices, hasMoreDevices, told } = row;
  return (
    <div>
      <ToneMark glyph={mark.glyph} tone={mark.tone}>
        {mark.word}
      </ToneMark>
      {devices.length === 0 ? null : (
        <Text size="sm" className="breakable">
          {devices.map(({ id, name }, index) => (
            <Fragment key={id}>
              {index === 0 ? null : ', '}
              <Anchor component={Link} prefetch={false} href={`/devices/${encodeURIComponent(id)}`} inherit>
                {name}
              </Anchor>
            </Fragment>
          ))}
          {hasMoreDevices ? `, ${texts.moreDevices}` : ''}
        </Text>
      )}
      {told === null ? null : (
        <Text size="sm" c="dimmed" className="breakable">
          {told}
        </Text>
      )}
    </div>
  );
}
