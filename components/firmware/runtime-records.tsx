'use client';

import { Group, Stack, Text, Title } from '@mantine/core';
import { EvidenceChip } from '#components/device/evidence-chip.tsx';
import { DataTable } from '#components/ui/data-table.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import type { RuntimeRecordView, RuntimeView } from '#lib/present/runtime-view.ts';
import { measuredColumns } from './record-columns.tsx';

export interface RuntimeRecordsProps {
  readonly runtime: RuntimeView;
  /** Whether only differences are asked for: these records are compared with nothing. */
  readonly differing: boolean;
}

/** What the service manager measured since the start. */
export function RuntimeRecords({ runtime, differing }: RuntimeRecordsProps) {
  const texts = useTexts().firmware;
  return (
    <Stack gap="xs" component="section" aria-labelledby="runtime-records">
      <Title order={2} size="h4" id="runtime-records">
        {texts.runtime}
      </Title>
      <Text c="dimmed">{texts.runtimeText}</Text>
      <Group gap="xs">
        <Text size="sm">{runtime.told}</Text>
        <EvidenceChip sha256={runtime.sha256} />
      </Group>
      {differing ? <Text size="sm">{texts.runtimeNotCompared}</Text> : null}
      <DataTable
        cards
        caption={texts.runtimeCaption}
        rows={runtime.records}
        rowKey={({ id }) => id}
        empty={texts.noEvents}
        columns={[
          { id: 'place', header: texts.place, cell: ({ place }) => place, sortBy: ({ pcr: own }) => own ?? Number.MAX_SAFE_INTEGER },
          { id: 'says', header: texts.said, cell: ({ says }) => <span className="breakable">{says}</span> },
          ...measuredColumns<RuntimeRecordView>(texts),
        ]}
      />
    </Stack>
  );
}
