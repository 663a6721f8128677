'use client';

import { Anchor, Group, Text } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { EvidenceChip } from '#components/device/evidence-chip.tsx';
import { useEvidencePanel } from '#components/device/evidence-panel.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { TimelineEntryView } from '#lib/present/timeline-entry-view.ts';
import type { Lane } from '#lib/present/timeline-view.ts';
import { LaneIcon } from './lane-icon.tsx';

export interface TimelineEntryProps {
  readonly row: TimelineEntryView;
  /** Where the changes of an entry are shown. */
  readonly changesHref: string;
}

/** One event: when, what in one sentence, who, and the evidence for it. */
export function TimelineEntry({ row, changesHref }: TimelineEntryProps) {
  const texts = useTexts().device.timeline;
  const { at, recorded, text, by, reason, policy, sha256, changes } = row;
  return (
    <Entry lane={row.lane} laneWord={row.laneWord} gap={row.lane === 'gap'} weighs={row.isUnsigned}>
      <Group gap="xs" className="entry-when">
        <TimeText at={at} />
        {recorded === null ? null : (
          <Text size="xs" c="dimmed">
            {recorded}
          </Text>
        )}
      </Group>
      <Text className="breakable">{text}</Text>
      {reason === null ? null : (
        <Text size="sm" className="breakable">
          {fill(texts.reason, { reason })}
        </Text>
      )}
      {policy === null ? null : (
        <Text size="sm" className="breakable">
          {fill(texts.policy, { policy })}
        </Text>
      )}
      <Group gap="xs" mt={4}>
        <Text size="sm" c="dimmed">
          {row.laneWord} · {fill(texts.by, { name: by })}
        </Text>
        {sha256 === null ? null : <EvidenceChip sha256={sha256} />}
        {row.trust === null || row.trusted === true ? null : <NotTrusted row={row} trust={row.trust} />}
        {changes === null ? null : (
          <Anchor component={Link} prefetch={false} href={changesHref} size="sm">
            {changes}
          </Anchor>
        )}
      </Group>
    </Entry>
  );
}

/** The chip says who passes. What could not be evaluated looks neither like a pass nor like a failure. */
function NotTrusted({ row, trust }: { readonly row: TimelineEntryView; readonly trust: string }) {
  const { byArtifact } = useEvidencePanel();
  const views = row.sha256 === null ? undefined : byArtifact.get(row.sha256);
  const failed = views?.some(({ standing, encloses }) => !encloses && (standing === 'not-verified' || standing === 'unreadable')) ?? true;
  return (
    <ToneMark glyph={failed ? 'cross' : 'question'} tone={failed ? 'bad' : 'caution'}>
      {trust}
    </ToneMark>
  );
}

export interface EntryProps {
  readonly lane: Lane;
  readonly laneWord: string;
  readonly gap?: boolean;
  /** Somebody should look at it. */
  readonly weighs?: boolean;
  readonly children: ReactNode;
}

/** The frame of an entry: the glyph of its lane on the line of time. */
export function Entry({ lane, gap = false, weighs = false, children }: EntryProps) {
  return (
    <li className="entry" data-gap={gap} data-weighs={weighs}>
      <span className="entry-dot">
        <LaneIcon lane={lane} />
      </span>
      <div className="entry-body">{children}</div>
    </li>
  );
}
