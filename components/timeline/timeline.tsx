'use client';

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useId } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { TimelineItem, TimelinePage } from '#lib/present/timeline-entry-view.ts';
import { Repeat } from './repeat.tsx';
import { type OpenedRepeats, Repeats } from './repeats.tsx';
import { TimelineEntry } from './timeline-entry.tsx';
import './timeline.css';

export interface TimelineProps {
  readonly page: TimelinePage;
  readonly changesHref: string;
  /** Where all rows are shown. */
  readonly allHref: string;
  /** The repeats that the address asks for; null when it asks for none. */
  readonly opened: OpenedRepeats | null;
  /** The address without them. */
  readonly closedHref: string;
}

/** What happened to a device: an ordered list by lifecycle phase, newest first. */
export function Timeline({ page, changesHref, allHref, opened, closedHref }: TimelineProps) {
  const texts = useTexts().device.timeline;
  if (page.phases.length === 0) return <Text c="dimmed">{texts.empty}</Text>;
  return (
    <Stack gap="md">
      {page.phases.map(({ word, items }) => (
        <Phase key={items[0]?.row.id} word={word} items={items} changesHref={changesHref} opened={opened} closedHref={closedHref} />
      ))}
      {page.isCut ? (
        <Group>
          <Text c="dimmed">{fill(texts.cut, { count: page.phases.reduce((sum, { items }) => sum + items.length, 0) })}</Text>
          <Button component={Link} prefetch={false} href={allHref} variant="default" scroll={false}>
            {fill(texts.older, { count: page.rowCount })}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

interface PhaseProps extends Pick<TimelineProps, 'changesHref' | 'opened' | 'closedHref'> {
  readonly word: string;
  readonly items: readonly TimelineItem[];
}

function Phase({ word, items, changesHref, opened, closedHref }: PhaseProps) {
  const texts = useTexts().device.timeline;
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h5" id={id} className="phase-title">
        {fill(texts.phase, { word })}
      </Title>
      <ol className="timeline">
        {items.map((item) =>
          item.kind === 'event' ? (
            <TimelineEntry key={item.row.id} row={item.row} changesHref={changesHref} />
          ) : item.row.href === null ? (
            <Repeat key={item.row.id} row={item.row} changesHref={changesHref} />
          ) : (
            <Repeats
              key={item.row.id}
              row={item.row}
              href={item.row.href}
              closedHref={closedHref}
              opened={opened?.event === item.row.id ? opened : null}
            />
          ),
        )}
      </ol>
    </section>
  );
}
