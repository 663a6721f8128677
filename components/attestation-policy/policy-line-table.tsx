'use client';

import { Anchor, Stack, Text } from '@mantine/core';
import Link from 'next/link';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';

/** What a group of devices has to show, or may have to. */
export interface PolicyLineTableRow {
  readonly id: string;
  readonly group: string;
  readonly asks: string;
  readonly state: keyof Catalogue['policy']['states'];
  /** Who approved and who proposed. */
  readonly said: string;
  /** When it was approved, or proposed while it waits. */
  readonly at: string;
  readonly reason: string;
}

export function PolicyLineTable({ rows }: { readonly rows: readonly PolicyLineTableRow[] }) {
  const { attestationPolicy, policy } = useTexts();
  return (
    <DataTable
      caption={attestationPolicy.caption}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={hrefOf}
      columns={columnsOf({ attestationPolicy, policy })}
      cards
    />
  );
}

const hrefOf = ({ id }: PolicyLineTableRow): string => `/attestation-policy/${id}`;

function columnsOf({
  attestationPolicy,
  policy,
}: Pick<Catalogue, 'attestationPolicy' | 'policy'>): readonly DataColumn<PolicyLineTableRow>[] {
  return [
    {
      id: 'group',
      header: attestationPolicy.group,
      sortBy: ({ group }) => group,
      cell: (row) => (
        <Anchor component={Link} prefetch={false} href={hrefOf(row)} className="breakable">
          <bdi>{row.group}</bdi>
        </Anchor>
      ),
    },
    { id: 'asks', header: attestationPolicy.asks, sortBy: ({ asks }) => asks, cell: ({ asks }) => <bdi className="breakable">{asks}</bdi> },
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
