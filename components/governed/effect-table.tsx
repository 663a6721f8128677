'use client';

import { Anchor, Group, List, Stack, Text, Title } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import Link from 'next/link';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { Pager, type PagerProps } from '#components/ui/pager.tsx';
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
  readonly furtherReasons: number;
}

/** Devices that go from one verdict to another. */
export interface EffectSum extends Pick<EffectRow, 'before' | 'after'> {
  readonly devices: string;
}

export interface EffectProps extends PagerProps {
  /** The worst first. */
  readonly rows: readonly EffectRow[];
  readonly sums: readonly EffectSum[];
  /** How many devices were looked at, and of how many. */
  readonly summary: string;
  /** Why not all of them were; null where all were, or on the last page. */
  readonly part: string | null;
  /** How many of those looked at stay as they are; null where none does, or the summary says it. */
  readonly stay: string | null;
}

/** What would change, before anybody approves. */
export function Effect({ rows, sums, summary, part, stay, first, next }: EffectProps) {
  const texts = useTexts().governed;
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {texts.effectTitle}
      </Title>
      <Text>{summary}</Text>
      {sums.length === 0 ? null : <Sums sums={sums} />}
      {stay === null ? null : <Text>{stay}</Text>}
      {part === null ? null : (
        <Text size="sm" c="dimmed">
          {part}
        </Text>
      )}
      {rows.length === 0 ? null : (
        <DataTable caption={texts.effectCaption} rows={rows} rowKey={({ id }) => id} rowHref={hrefOf} columns={columnsOf(texts)} cards />
      )}
      <Pager first={first} next={next} />
    </Stack>
  );
}

function Sums({ sums }: Pick<EffectProps, 'sums'>) {
  const texts = useTexts().governed;
  return (
    <List listStyleType="none" spacing={4} aria-label={texts.effectSums}>
      {sums.map(({ before, after, devices }) => (
        <List.Item key={`${before} ${after}`}>
          <Group gap={6}>
            <Text fw={600}>{devices}</Text>
            {before === after ? (
              <>
                <TrustBadge trust={after} />
                <Text size="sm">{texts.effectSame}</Text>
              </>
            ) : (
              <FromTo before={before} after={after} />
            )}
          </Group>
        </List.Item>
      ))}
    </List>
  );
}

function FromTo({ before, after }: Pick<EffectRow, 'before' | 'after'>) {
  const texts = useTexts().governed;
  return (
    <Group gap={6}>
      <TrustBadge trust={before} />
      <IconArrowRight size={14} aria-label={texts.later} />
      <TrustBadge trust={after} />
    </Group>
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
        <Anchor component={Link} prefetch={false} href={hrefOf(row)} inherit className="breakable">
          <bdi>{row.name}</bdi>
        </Anchor>
      ),
    },
    {
      id: 'trust',
      header: `${texts.now} → ${texts.later}`,
      cell: ({ before, after }) => <FromTo before={before} after={after} />,
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
      cell: ({ reason, furtherReasons }) => (
        <Text size="sm" className="breakable">
          {reason}
          {furtherReasons === 0 ? null : ` ${fill(texts.furtherReasons, { count: furtherReasons })}`}
        </Text>
      ),
    },
  ];
}
