'use client';

import { Button, Group, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useLocale } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import { translate } from '#lib/i18n/message.ts';
import type { TimelineRepeatView } from '#lib/present/timeline-entry-view.ts';
import { Entry, TimelineEntry } from './timeline-entry.tsx';

/** Passing events in one row, which opens to all of them. */
export function Repeat({ row, changesHref }: { readonly row: TimelineRepeatView; readonly changesHref: string }) {
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
