import { Stack, Text, Title } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { KnowingTable, MeasuringTable } from '#components/digests/digest-tables.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { digestKnowledge } from '#lib/ingest/digest-knowledge.ts';
import { readDigest } from '#lib/present/digest-text.ts';
import { knowingView, measuringView } from '#lib/present/digest-view.ts';
import { MAX_KNOWING } from '#lib/store/known-digests.ts';
import { isMeasuringKey } from '#lib/store/measurements.ts';
import { addressOf, ownCursor, type SearchParams } from '../../../server/address.ts';
import { requirePage } from '../../../server/page-guard.ts';
import { getStore } from '../../../server/store.ts';
import { viewerLocale, viewerTexts } from '../../../server/texts.ts';

interface DigestPageProps {
  readonly params: Promise<{ readonly digest: string }>;
  readonly searchParams: Promise<SearchParams>;
}

/** Digits of a digest that a title has. */
const SHORT = 12;

export async function generateMetadata({ params }: DigestPageProps): Promise<Metadata> {
  const { digest } = await params;
  return { title: fill((await viewerTexts()).digests.title, { digest: digest.slice(0, SHORT) }) };
}

/** One digest: what knows it, and of which devices a start measured it. */
export default async function DigestPage({ params, searchParams }: DigestPageProps) {
  await requirePage('/digests/[digest]');
  const digest = readDigest(decodeURIComponent((await params).digest));
  if (digest === null) notFound();
  const [locale, { digests: texts }] = [await viewerLocale(), await viewerTexts()];
  const cursor = ownCursor((await searchParams).cursor, 3, isMeasuringKey);
  const { sources, isCut, devices } = await digestKnowledge(getStore(), {
    digest,
    now: new Date(),
    ...(cursor === undefined ? {} : { cursor }),
  });
  const path = `/digests/${digest}`;
  const isEmpty = sources.length === 0 && devices.items.length === 0 && cursor === undefined;
  return (
    <>
      <PageHeader title={texts.heading} lead={<DigestLead digest={digest} lead={texts.lead} />} />
      {isEmpty ? (
        <EmptyState icon={<IconFingerprint />} title={texts.empty}>
          {texts.emptyText}
        </EmptyState>
      ) : (
        <Stack gap="lg">
          <section aria-labelledby="sources">
            <Title order={2} size="h4" id="sources" mb="xs">
              {texts.sources}
            </Title>
            <KnowingTable rows={sources.map((source) => knowingView(locale, source))} />
            {isCut ? (
              <Text size="sm" c="dimmed">
                {fill(texts.moreSources, { count: MAX_KNOWING })}
              </Text>
            ) : null}
          </section>
          <section aria-labelledby="devices">
            <Title order={2} size="h4" id="devices" mb="xs">
              {texts.devices}
            </Title>
            <MeasuringTable rows={devices.items.map((device) => measuringView(locale, device))} />
          </section>
        </Stack>
      )}
      <Pager
        first={cursor === undefined ? null : path}
        next={devices.nextCursor === null ? null : addressOf(path, { cursor: devices.nextCursor })}
      />
    </>
  );
}

function DigestLead({ digest, lead }: { readonly digest: string; readonly lead: string }) {
  return (
    <>
      <code className="breakable">{digest}</code>
      <br />
      {lead}
    </>
  );
}
