'use client';

import { Anchor, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';

/** A line of a table that needs two people, in words. */
export interface LineTableRow {
  readonly id: string;
  /** Its page. */
  readonly href: string;
  /** What it says, part by part as the columns are named; the first one leads to its page. */
  readonly says: readonly string[];
  readonly state: keyof Catalogue['governed']['states'];
  /** Who approved and who proposed. */
  readonly said: string;
  /** When it was approved, or proposed while it waits. */
  readonly at: string;
  readonly reason: string;
}

export interface LineTableProps {
  readonly caption: string;
  /** Names of the columns that tell what a line says. */
  readonly parts: readonly string[];
  readonly rows: readonly LineTableRow[];
  /** Instead of rows, where none is asked for. */
  readonly empty: string;
}

export function LineTable({ caption, parts, rows, empty }: LineTableProps) {
  const texts = useTexts().governed;
  const columns = [...parts.map(partColumn), ...saidColumns(texts)];
  return (
    <DataTable caption={caption} rows={rows} rowKey={({ id }) => id} rowHref={({ href }) => href} columns={columns} empty={empty} cards />
  );
}

function partColumn(header: string, index: number): DataColumn<LineTableRow> {
  const textOf = ({ says }: LineTableRow): string => says[index] ?? '';
  return {
    id: `part-${index}`,
    header,
    sortBy: textOf,
    cell: (row) =>
      index === 0 ? (
        <Anchor component={Link} prefetch={false} href={row.href} inherit className="breakable">
          <bdi>{textOf(row)}</bdi>
        </Anchor>
      ) : (
        <bdi className="breakable whole-words">{textOf(row)}</bdi>
      ),
  };
}

function saidColumns(texts: Catalogue['governed']): readonly DataColumn<LineTableRow>[] {
  return [
    { id: 'reason', header: texts.reason, cell: ({ reason }) => <bdi className="breakable">{reason}</bdi> },
    {
      id: 'state',
      header: texts.state,
      sortBy: ({ state }) => texts.states[state],
      cell: ({ state, said, at }) => (
        <Stack gap={2}>
          <Text size="sm" fw={600} {...(state === 'ended' || state === 'withdrawn' ? { c: 'dimmed' } : {})}>
            {texts.states[state]}
          </Text>
          <Text size="xs" c="dimmed" className="breakable">
            {said}, <TimeText at={at} />
          </Text>
        </Stack>
      ),
    },
  ];
}
