import { Text } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import type { Metadata } from 'next';
import type { ReferenceRow } from '#components/references/reference-row.ts';
import { ReferenceTable } from '#components/references/reference-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import { type ListedReference, listReferences } from '#lib/ingest/list-references.ts';
import { MAX_COUNTED } from '#lib/store/reference-manifests.ts';
import { addressOf, ownCursor, type SearchParams } from '../../server/address.ts';
import { requirePage } from '../../server/page-guard.ts';
import { getStore } from '../../server/store.ts';
import { viewerTexts } from '../../server/texts.ts';

interface ReferencesPageProps {
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await viewerTexts()).references.title };
}

/** Models of one manifest that the list names; the others are counted. */
const MAX_MODELS_SHOWN = 3;

export default async function ReferencesPage({ searchParams }: ReferencesPageProps) {
  await requirePage('/references');
  const { references: texts } = await viewerTexts();
  const cursor = ownCursor((await searchParams).cursor, 3);
  const page = await listReferences(getStore(), { now: new Date(), ...(cursor === undefined ? {} : { cursor }) });
  const rows = page.items.map((item) => rowOf(item, texts));
  return (
    <>
      <PageHeader title={texts.title} lead={texts.lead} />
      {rows.length === 0 ? (
        <EmptyState icon={<IconFingerprint />} title={texts.empty}>
          {texts.emptyText}
        </EmptyState>
      ) : (
        <ReferenceTable rows={rows} />
      )}
      <Pager
        first={cursor === undefined ? null : '/references'}
        next={page.nextCursor === null ? null : addressOf('/references', { cursor: page.nextCursor })}
      />
      <Text size="sm" c="dimmed" mt="md">
        {texts.learned}
      </Text>
    </>
  );
}

function rowOf(
  { sha256, documentId, summary, manifest, models, trusted, signer, open, devices }: ListedReference,
  texts: Catalogue['references'],
): ReferenceRow {
  return {
    sha256,
    documentId,
    name: summary,
    firmwareVersion: manifest?.firmware.version ?? manifest?.version ?? null,
    models: models.slice(0, MAX_MODELS_SHOWN),
    furtherModels: Math.max(0, models.length - MAX_MODELS_SHOWN),
    trusted,
    signer,
    open,
    devices: devices > MAX_COUNTED ? fill(texts.moreThan, { count: MAX_COUNTED }) : String(devices),
  };
}
