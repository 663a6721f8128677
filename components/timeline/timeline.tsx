'use client';

import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import Link from 'next/link';
import { useId, useState } from 'react';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { translate } from '#lib/i18n/message.ts';
import type { TimelineItem, TimelinePage, TimelineRepeatView } from '#lib/present/timeline-entry-view.ts';
import { Entry, TimelineEntry } from './timeline-entry.tsx';
import './timeline.css';

export interface TimelineProps {
  readonly page: TimelinePage;
  readonly changesHref: string;
  /** Where all rows are shown. */
  readonly allHref: string;
}

/** What happened to a device: an ordered list by lifecycle phase, newest first. */
export function Timeline({ page, changesHref, allHref }: TimelineProps) {
  const texts = useTexts().device.timeline;
  if (page.phases.length === 0) return <Text c="dimmed">{texts.empty}</Text>;
  return (
    <Stack gap="md">
      {page.phases.map(({ word, items }) => (
        <Phase key={items[0]?.row.id} word={word} items={items} changesHref={changesHref} />
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

interface PhaseProps {
  readonly word: string;
  readonly items: readonly TimelineItem[];
  readonly changesHref: string;
}

function Phase({ word, items, changesHref }: PhaseProps) {
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
          ) : (
            <Repeat key={item.row.id} row={item.row} changesHref={changesHref} />
          ),
        )}
      </ol>
    </section>
  );
}

/** Passing repeats in one row, which opens to all of them. */
function Repeat({ row, changesHref }: { readonly row: TimelineRepeatView; readonly changesHref: string }) {
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <Entry lane={row.lane} laneWord={row.laneWord}>
      <TimeText at={row.at} />
      <Text>{row.text}</Text>
      <Group gap="xs" mt={4}>
        <Text size="sm" c="dimmed">
          {row.laneWord}
        </Text>
        <Button
          size="compact-xs"
          h={24}
          variant="subtle"
          aria-expanded={open}
          aria-controls={id}
          leftSection={open ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          {translate(locale, 'device.timeline.repeats', { count: row.count })}
        </Button>
      </Group>
      <div id={id} hidden={!open}>
        {open ? (
          <>
            <ol className="timeline nested">
              {row.rows.map((each) => (
                <TimelineEntry key={each.id} row={each} changesHref={changesHref} />
              ))}
            </ol>
            {row.count === row.rows.length ? null : (
              <Text size="sm" c="dimmed">
                {translate(locale, 'device.timeline.repeatsLeft', { count: row.count - row.rows.length })}
              </Text>
            )}
          </>
        ) : null}
      </div>
    </Entry>
  );
}
