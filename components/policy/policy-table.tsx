'use client';

import { Anchor, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';

/** A line in words. */
export interface PolicyTableRow {
  readonly id: string;
  readonly who: string;
  readonly may: string;
  readonly about: string;
  readonly when: string;
  readonly state: keyof Catalogue['policy']['states'];
  /** Who approved and who proposed. */
  readonly said: string;
}

/** What holds and what waits stand out. */
const COLORS: Readonly<Record<PolicyTableRow['state'], string | null>> = {
  'in-force': null,
  waiting: null,
  ended: 'dimmed',
  withdrawn: 'dimmed',
};

export function PolicyTable({ rows, empty }: { readonly rows: readonly PolicyTableRow[]; readonly empty: string }) {
  const texts = useTexts().policy;
  return (
    <DataTable
      caption={texts.caption}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={hrefOf}
      columns={columnsOf(texts)}
      empty={empty}
      cards
    />
  );
}

const hrefOf = ({ id }: PolicyTableRow): string => `/policy/${id}`;

function columnsOf(texts: Catalogue['policy']): readonly DataColumn<PolicyTableRow>[] {
  return [
    {
      id: 'who',
      header: texts.who,
      sortBy: ({ who }) => who,
      cell: (row) => (
        <Anchor component={Link} prefetch={false} href={hrefOf(row)} className="breakable">
          <bdi>{row.who}</bdi>
        </Anchor>
      ),
    },
    { id: 'may', header: texts.may, sortBy: ({ may }) => may, cell: ({ may }) => may },
    { id: 'about', header: texts.about, cell: ({ about }) => <bdi className="breakable">{about}</bdi> },
    { id: 'when', header: texts.when, cell: ({ when }) => when },
    {
      id: 'state',
      header: texts.state,
      sortBy: ({ state }) => texts.states[state],
      cell: ({ state, said }) => (
        <Stack gap={2}>
          <Text size="sm" fw={600} {...(COLORS[state] === null ? {} : { c: COLORS[state] })}>
            {texts.states[state]}
          </Text>
          <Text size="xs" c="dimmed">
            {said}
          </Text>
        </Stack>
      ),
    },
  ];
}
