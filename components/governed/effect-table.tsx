'use client';

import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import Link from 'next/link';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TrustBadge } from '#components/ui/trust-badge.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';
import type { Trust } from '#lib/present/vocabulary.ts';

/** A device whose answer a waiting change would change. */
export interface EffectRow {
  readonly id: string;
  readonly name: string;
  readonly before: Trust;
  readonly after: Trust;
  readonly partsBefore: number;
  readonly partsAfter: number;
  readonly differencesBefore: number;
  readonly differencesAfter: number;
  readonly reason: string;
}

export interface EffectProps {
  readonly rows: readonly EffectRow[];
  /** How many devices were looked at, and whether that is all. */
  readonly summary: string;
  readonly isCut: boolean;
}

/** What would change, before anybody approves. */
export function Effect({ rows, summary, isCut }: EffectProps) {
  const texts = useTexts().governed;
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {texts.effectTitle}
      </Title>
      <Text>{summary}</Text>
      {isCut ? <Text>{texts.effectCut}</Text> : null}
      {rows.length === 0 ? null : (
        <DataTable caption={texts.effectCaption} rows={rows} rowKey={({ id }) => id} rowHref={hrefOf} columns={columnsOf(texts)} cards />
      )}
    </Stack>
  );
}

const hrefOf = ({ id }: EffectRow): string => `/devices/${encodeURIComponent(id)}`;

const countText = (texts: Catalogue['governed'], [before, after]: readonly [number, number]): string =>
  before === after ? String(after) : fill(texts.partsText, { before, after });

function columnsOf(texts: Catalogue['governed']): readonly DataColumn<EffectRow>[] {
  return [
    {
      id: 'device',
      header: texts.device,
      cell: (row) => (
        <Anchor component={Link} prefetch={false} href={hrefOf(row)} className="breakable">
          <bdi>{row.name}</bdi>
        </Anchor>
      ),
    },
    {
      id: 'trust',
      header: `${texts.now} → ${texts.later}`,
      cell: ({ before, after }) => (
        <Group gap={6}>
          <TrustBadge trust={before} />
          <IconArrowRight size={14} aria-label={texts.later} />
          <TrustBadge trust={after} />
        </Group>
      ),
    },
    {
      id: 'parts',
      header: texts.parts,
      cell: ({ partsBefore, partsAfter }) => countText(texts, [partsBefore, partsAfter]),
    },
    {
      id: 'differences',
      header: texts.differences,
      cell: ({ differencesBefore, differencesAfter }) => countText(texts, [differencesBefore, differencesAfter]),
    },
    {
      id: 'why',
      header: texts.why,
      cell: ({ reason }) => (
        <Text size="sm" className="breakable">
          {reason}
        </Text>
      ),
    },
  ];
}
