'use client';

import { Stack, Text, Title } from '@mantine/core';
import { DataTable } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import type { DoubtedRecordView, ReferenceSourceView, ReferenceView } from '#lib/present/reference-view.ts';

/** What reference values say of the last start: where they come from, and what they speak against. */
export function ReferenceValues({ view: { summary, sources, records, further } }: { readonly view: ReferenceView }) {
  const texts = useTexts().firmware;
  return (
    <Stack gap="xs" component="section" aria-labelledby="reference-values">
      <Title order={2} size="h4" id="reference-values">
        {texts.reference}
      </Title>
      <Text>{summary}</Text>
      {records.length === 0 ? null : <Records records={records} />}
      {further === null ? null : <Text size="sm">{further}</Text>}
      {sources.length === 0 ? <Text c="dimmed">{texts.referenceHow}</Text> : <Sources sources={sources} />}
    </Stack>
  );
}

function Records({ records }: { readonly records: readonly DoubtedRecordView[] }) {
  const texts = useTexts().firmware;
  return (
    <DataTable
      cards
      caption={texts.referenceRecords}
      rows={records}
      rowKey={({ id }) => id}
      columns={[
        { id: 'register', header: texts.register, cell: ({ register }) => register, sortBy: ({ register }) => register },
        { id: 'outcome', header: texts.what, cell: ({ outcome }) => outcome, sortBy: ({ outcome }) => outcome },
        { id: 'said', header: texts.said, cell: ({ says }) => <span className="breakable">{says}</span> },
        { id: 'type', header: texts.type, cell: ({ type }) => <code className="breakable">{type}</code> },
        { id: 'digest', header: texts.digest, cell: ({ digest }) => <code className="breakable">{digest}</code> },
        { id: 'instead', header: texts.referenceInstead, cell: ({ instead }) => <span className="breakable">{instead.join('; ')}</span> },
      ]}
    />
  );
}

function Sources({ sources }: { readonly sources: readonly ReferenceSourceView[] }) {
  const texts = useTexts().firmware;
  return (
    <DataTable
      cards
      caption={texts.referenceSources}
      rows={sources}
      rowKey={({ id }) => id}
      columns={[
        {
          id: 'name',
          header: texts.referenceSource,
          cell: ({ name }) => <span className="breakable">{name}</span>,
          sortBy: ({ name }) => name,
        },
        {
          id: 'standing',
          header: texts.referenceStanding,
          cell: ({ glyph, tone, standing }) => (
            <ToneMark glyph={glyph} tone={tone}>
              {standing}
            </ToneMark>
          ),
          sortBy: ({ standing }) => standing,
        },
        { id: 'detail', header: texts.said, cell: ({ detail }) => <span className="breakable">{detail}</span> },
        { id: 'signer', header: texts.referenceSigner, cell: ({ signer }) => <span className="breakable">{signer}</span> },
        { id: 'values', header: texts.referenceCount, cell: ({ values }) => values, sortBy: ({ values }) => values },
        { id: 'hash', header: texts.referenceFile, cell: ({ sha256 }) => <HashChip hash={sha256} href={`/artifacts/${sha256}`} /> },
      ]}
    />
  );
}
