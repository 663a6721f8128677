'use client';

import { Anchor, Group, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import Link from 'next/link';
import { EvidenceChip } from '#components/device/evidence-chip.tsx';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { translate } from '#lib/i18n/message.ts';
import type { RepeatedActView, TimelineRepeatView } from '#lib/present/timeline-entry-view.ts';
import { Entry } from './timeline-entry.tsx';

/** A page of the acts behind one row. */
export interface OpenedRepeats {
  readonly event: string;
  readonly acts: readonly RepeatedActView[];
  readonly firstHref: string | null;
  readonly nextHref: string | null;
}

export interface RepeatsProps {
  readonly row: TimelineRepeatView;
  readonly href: string;
  readonly closedHref: string;
  /** Null while the row is closed. */
  readonly opened: OpenedRepeats | null;
}

/** Acts that said the same and changed nothing, in one row; the address opens it to them, page by page. */
export function Repeats({ row, href, closedHref, opened }: RepeatsProps) {
  const locale = useLocale();
  const texts = useTexts().device.timeline;
  const Chevron = opened === null ? IconChevronRight : IconChevronDown;
  return (
    <Entry lane={row.lane} laneWord={row.laneWord}>
      <TimeText at={row.at} />
      <Text className="breakable">{row.text}</Text>
      <Group gap="xs" mt={4}>
        <Text size="sm" c="dimmed">
          {row.laneWord}
        </Text>
        {row.sha256 === null ? null : <EvidenceChip sha256={row.sha256} />}
        <Anchor
          component={Link}
          prefetch={false}
          href={opened === null ? href : closedHref}
          scroll={false}
          replace
          size="sm"
          className="repeats-link"
        >
          <Chevron size={14} aria-hidden />
          {opened === null ? translate(locale, 'device.timeline.repeats', { count: row.count }) : texts.repeatsHide}
        </Anchor>
      </Group>
      {opened === null ? null : (
        <>
          <Stack component="ol" gap="xs" className="timeline nested" aria-label={texts.repeatsList}>
            {opened.acts.map((act) => (
              <RepeatedAct key={act.id} act={act} />
            ))}
          </Stack>
          <Pager first={opened.firstHref} next={opened.nextHref} />
        </>
      )}
    </Entry>
  );
}

function RepeatedAct({ act: { at, recorded, by, fileName, sha256 } }: { readonly act: RepeatedActView }) {
  const texts = useTexts().device.timeline;
  return (
    <li>
      <Group gap="xs">
        <TimeText at={at} />
        {recorded === null ? null : (
          <Text size="xs" c="dimmed">
            {recorded}
          </Text>
        )}
        <Text size="sm" c="dimmed" className="breakable">
          {fill(texts.by, { name: by })}
          {fileName === null ? '' : ` · ${fileName}`}
        </Text>
        <EvidenceChip sha256={sha256} />
      </Group>
    </li>
  );
}
