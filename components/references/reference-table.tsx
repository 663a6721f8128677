'use client';

import { Anchor, Text } from '@mantine/core';
import Link from 'next/link';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { ManifestStanding } from './manifest-standing.tsx';
import type { ReferenceRow } from './reference-row.ts';

/** Reference manifests with who vouches for them and for which devices they count. */
export function ReferenceTable({ rows }: { readonly rows: readonly ReferenceRow[] }) {
  const texts = useTexts().references;
  return (
    <DataTable
      caption={texts.caption}
      columns={columnsOf(texts)}
      rows={rows}
      rowKey={({ sha256, documentId }) => `${sha256} ${documentId}`}
      rowHref={({ sha256 }) => `/artifacts/${sha256}`}
      cards
    />
  );
}

function columnsOf(texts: Catalogue['references']): readonly DataColumn<ReferenceRow>[] {
  return [
    {
      id: 'manifest',
      header: texts.manifest,
      cell: ({ name, sha256 }) => (
        <div>
          <Anchor component={Link} prefetch={false} href={`/artifacts/${sha256}`} inherit className="breakable">
            {name}
          </Anchor>{' '}
          <HashChip hash={sha256} />
        </div>
      ),
    },
    {
      id: 'models',
      header: texts.models,
      cell: ({ models, furtherModels }) => (
        <Text component="span" size="sm" className="breakable">
          {models.length === 0 ? texts.noModel : models.join('; ')}
          {furtherModels === 0 ? '' : ` ${fill(texts.furtherModels, { count: furtherModels })}`}
        </Text>
      ),
    },
    { id: 'firmware', header: texts.firmware, cell: ({ firmwareVersion }) => <bdi>{firmwareVersion ?? texts.noVersion}</bdi> },
    {
      id: 'standing',
      header: texts.standing,
      cell: ({ trusted, signer, open }) => <ManifestStanding trusted={trusted} signer={signer} open={open} />,
    },
    { id: 'devices', header: texts.devices, align: 'right', cell: ({ devices }) => devices },
  ];
}
