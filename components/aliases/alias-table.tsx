'use client';

import { Anchor, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';

/** Two names that mean the same, or may come to. */
export interface AliasTableRow {
  readonly id: string;
  readonly name: string;
  readonly means: string;
  readonly state: keyof Catalogue['policy']['states'];
  /** Who approved and who proposed. */
  readonly said: string;
  /** When it was approved, or proposed while it waits. */
  readonly at: string;
  readonly reason: string;
}

export function AliasTable({ rows }: { readonly rows: readonly AliasTableRow[] }) {
  const { aliases, policy } = useTexts();
  return (
    <DataTable
      caption={aliases.caption}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={hrefOf}
      columns={columnsOf({ aliases, policy })}
      cards
    />
  );
}

const hrefOf = ({ id }: AliasTableRow): string => `/aliases/${id}`;

function columnsOf({ aliases, policy }: Pick<Catalogue, 'aliases' | 'policy'>): readonly DataColumn<AliasTableRow>[] {
  return [
    {
      id: 'name',
      header: aliases.name,
      sortBy: ({ name }) => name,
      cell: (row) => (
        <Anchor component={Link} prefetch={false} href={hrefOf(row)} className="breakable">
          <bdi>{row.name}</bdi>
        </Anchor>
      ),
    },
    { id: 'means', header: aliases.means, sortBy: ({ means }) => means, cell: ({ means }) => <bdi className="breakable">{means}</bdi> },
    { id: 'reason', header: policy.reason, cell: ({ reason }) => <bdi className="breakable">{reason}</bdi> },
    {
      id: 'state',
      header: policy.state,
      sortBy: ({ state }) => policy.states[state],
      cell: ({ state, said, at }) => (
        <Stack gap={2}>
          <Text size="sm" fw={600} {...(state === 'ended' || state === 'withdrawn' ? { c: 'dimmed' } : {})}>
            {policy.states[state]}
          </Text>
          <Text size="xs" c="dimmed" className="breakable">
            {said}, <TimeText at={at} />
          </Text>
        </Stack>
      ),
    },
  ];
}
