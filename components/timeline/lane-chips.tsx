'use client';

import { Group, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { Lane } from '#lib/present/timeline-view.ts';
import { LaneIcon } from './lane-icon.tsx';

export interface LaneChip {
  readonly lane: Lane;
  readonly word: string;
  readonly count: number;
  readonly shown: boolean;
  /** The address with this lane switched. */
  readonly href: string;
}

export interface LaneChipsProps {
  readonly chips: readonly LaneChip[];
  /** The address that shows all; null when all are shown. */
  readonly allHref: string | null;
}

/** Lanes of the timeline, each on or off; the state stands in the address. */
export function LaneChips({ chips, allHref }: LaneChipsProps) {
  const texts = useTexts().device.timeline;
  if (chips.length < 2) return null;
  return (
    <Group gap="xs" component="nav" aria-label={texts.lanes}>
      <Text size="sm" c="dimmed" aria-hidden>
        {texts.lanes}
      </Text>
      {chips.map(({ lane, word, count, shown, href }) => (
        <Link
          prefetch={false}
          key={lane}
          href={href}
          replace
          scroll={false}
          className="lane-chip"
          data-shown={shown}
          aria-label={fill(shown ? texts.laneOn : texts.laneOff, { word, count })}
        >
          {shown ? <IconCheck size={14} aria-hidden /> : <LaneIcon lane={lane} size={14} />}
          {fill(texts.lane, { word, count })}
        </Link>
      ))}
      {allHref === null ? null : (
        <Link prefetch={false} href={allHref} replace scroll={false} className="lane-chip">
          {texts.allLanes}
        </Link>
      )}
    </Group>
  );
}
