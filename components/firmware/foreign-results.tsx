'use client';

import { Stack, Text, Title } from '@mantine/core';
import { DataTable } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import type { Mark } from '#lib/present/attestation-view.ts';
import type { ForeignResultView } from '#lib/present/foreign-result-view.ts';

/** What other verifiers concluded about the device, each with the file as it was received. */
export function ForeignResults({ view: { rows, more, older } }: { readonly view: ForeignResultView }) {
  const texts = useTexts().results;
  return (
    <Stack gap="xs" component="section" aria-labelledby="foreign-results">
      <Title order={2} size="h4" id="foreign-results">
        {texts.heading}
      </Title>
      <Text c="dimmed">{texts.text}</Text>
      <DataTable
        cards
        caption={texts.caption}
        rows={rows}
        rowKey={({ id }) => id}
        columns={[
          {
            id: 'verifier',
            header: texts.verifier,
            cell: ({ verifier, form }) => <Two first={verifier} second={form} />,
            sortBy: ({ verifier }) => verifier,
          },
          { id: 'when', header: texts.when, cell: ({ when }) => when, sortBy: ({ when }) => when },
          {
            id: 'tier',
            header: texts.tier,
            cell: ({ tier }) => <Marked mark={tier} title={texts.tierMeaning} />,
            sortBy: ({ tier }) => tier.word,
          },
          { id: 'says', header: texts.says, cell: ({ says }) => <span className="breakable">{says}</span> },
          {
            id: 'signature',
            header: texts.signature,
            cell: ({ signature, why }) => (
              <div>
                <Marked mark={signature} />
                {why === null ? null : (
                  <Text size="sm" c="dimmed" className="breakable">
                    {why}
                  </Text>
                )}
              </div>
            ),
            sortBy: ({ signature }) => signature.word,
          },
          { id: 'validity', header: texts.validity, cell: ({ holds, isStale }) => (isStale ? <strong>{holds}</strong> : holds) },
          { id: 'file', header: texts.file, cell: ({ sha256 }) => <HashChip hash={sha256} href={`/artifacts/${sha256}`} /> },
        ]}
      />
      {more === null ? null : <Text size="sm">{more}</Text>}
      {older === null ? null : <Text size="sm">{older}</Text>}
    </Stack>
  );
}

function Two({ first, second }: { readonly first: string; readonly second: string }) {
  return (
    <div>
      <span className="breakable">{first}</span>
      <Text size="sm" c="dimmed">
        {second}
      </Text>
    </div>
  );
}

function Marked({ mark: { glyph, tone, word }, title }: { readonly mark: Mark; readonly title?: string }) {
  return (
    <span title={title}>
      <ToneMark glyph={glyph} tone={tone}>
        {word}
      </ToneMark>
    </span>
  );
}
