'use client';

import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { ManifestStanding } from '#components/references/manifest-standing.tsx';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { Term } from '#components/ui/term.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import type { KnowingView, MeasuringView } from '#lib/present/digest-view.ts';

/** Manifests and BOMs that know a digest. */
export function KnowingTable({ rows }: { readonly rows: readonly KnowingView[] }) {
  const texts = useTexts().digests;
  return (
    <DataTable
      caption={texts.sourcesCaption}
      columns={knowingColumns(texts)}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ sha256 }) => `/artifacts/${sha256}`}
      empty={texts.noSources}
      cards
    />
  );
}

function knowingColumns(digests: Catalogue['digests']): readonly DataColumn<KnowingView>[] {
  return [
    {
      id: 'source',
      header: digests.source,
      cell: ({ sha256, name, kind, file }) => (
        <div>
          <Anchor component={Link} prefetch={false} href={`/artifacts/${sha256}`} inherit className="breakable">
            {name}
          </Anchor>{' '}
          <HashChip hash={sha256} />
          <Text size="sm" c="dimmed">
            {kind}
            {file === null ? null : (
              <>
                , {digests.throughFile} <HashChip hash={file} href={`/artifacts/${file}`} />
              </>
            )}
          </Text>
        </div>
      ),
    },
    { id: 'describes', header: digests.describes, cell: ({ describes }) => <span className="breakable">{describes}</span> },
    {
      id: 'worth',
      header: digests.worth,
      cell: ({ trusted, signer, open }) =>
        trusted === null ? <Text size="sm">{digests.bomWorth}</Text> : <ManifestStanding trusted={trusted} signer={signer} open={open} />,
    },
  ];
}

/** Devices of which a start measured a digest, each once a register. */
export function MeasuringTable({ rows }: { readonly rows: readonly MeasuringView[] }) {
  const texts = useTexts().digests;
  return (
    <DataTable
      caption={texts.devicesCaption}
      columns={measuringColumns(texts)}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={({ deviceId }) => firmwareOf(deviceId)}
      empty={texts.noDevices}
      cards
    />
  );
}

const firmwareOf = (deviceId: string): string => `/devices/${deviceId}?tab=firmware`;

function measuringColumns(texts: Catalogue['digests']): readonly DataColumn<MeasuringView>[] {
  return [
    {
      id: 'device',
      header: texts.device,
      cell: ({ deviceId, name }) => (
        <Anchor component={Link} prefetch={false} href={firmwareOf(deviceId)} inherit className="breakable">
          {name}
        </Anchor>
      ),
    },
    { id: 'register', header: texts.register, cell: ({ register }) => register },
    { id: 'type', header: texts.type, cell: ({ type }) => <code className="breakable">{type}</code> },
    { id: 'first', header: texts.first, cell: ({ firstAt }) => <TimeText at={firstAt} /> },
    { id: 'last', header: texts.last, cell: ({ lastAt }) => <TimeText at={lastAt} /> },
    {
      id: 'standing',
      header: texts.standing,
      cell: ({ current, learned }) => (
        <Text size="sm">
          {current ? texts.current : texts.earlier}
          {learned ? (
            <>
              ; <Term meaning={texts.learnedMeaning}>{texts.learned}</Term>
            </>
          ) : null}
        </Text>
      ),
    },
  ];
}
