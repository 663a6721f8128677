'use client';

import { Alert, Anchor, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import Link from 'next/link';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { translate } from '#lib/i18n/message.ts';
import type { ChangeCount, DifferenceView } from '#lib/present/difference-view.ts';
import { DifferenceTable, type DifferenceTableProps } from './difference-table.tsx';
import { MAX_DIFFERENCE_ROWS } from './first-rows.ts';
import './difference.css';

export interface DifferenceListProps extends Omit<DifferenceTableProps, 'group' | 'sides' | 'absent'> {
  readonly view: DifferenceView;
  readonly sides?: DifferenceTableProps['sides'];
  readonly absent?: DifferenceTableProps['absent'];
  /** Equal rows are shown too. */
  readonly all: boolean;
  /** The address that shows, or hides, equal rows. */
  readonly toggleHref: string;
  /** The rows are judged: what nobody signed for is counted. */
  readonly isJudged?: boolean;
}

/** The difference view: changes only unless asked otherwise, with the count of the equal rows that are hidden. */
export function DifferenceList({ view, sides, absent, all, toggleHref, isJudged = true, ...table }: DifferenceListProps) {
  const texts = useTexts().device.components;
  const groups = view.groups.filter(({ rows }) => rows.length > 0);
  const count = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  return (
    <Stack gap="md">
      {isJudged && count + view.hiddenEqual > 0 ? <Unexplained count={view.unexplained} /> : null}
      <Summary counts={view.summary} />
      <Group gap="md" role="status">
        {view.hiddenText === null ? null : <Text size="sm">{view.hiddenText}.</Text>}
        {view.hiddenText === null && !all ? null : (
          <Anchor component={Link} prefetch={false} href={toggleHref} replace scroll={false} size="sm" className="target">
            {all ? texts.hideEqual : texts.showEqual}
          </Anchor>
        )}
      </Group>
      {count === 0 ? <Text>{view.hiddenText === null ? texts.noRows : texts.rowsHidden}</Text> : null}
      {groups.map((group) => (
        <DifferenceTable
          key={group.category}
          group={group}
          sides={sides ?? { expected: texts.expected, observed: texts.observed }}
          absent={absent ?? { expected: texts.nothingExpected, observed: texts.nothingObserved }}
          {...table}
        />
      ))}
      {count < MAX_DIFFERENCE_ROWS ? null : <Text c="dimmed">{fill(texts.cut, { count })}</Text>}
    </Stack>
  );
}

/** Counts first: what happened how often, and how much of it nobody signed for. */
function Summary({ counts }: { readonly counts: readonly ChangeCount[] }) {
  const locale = useLocale();
  if (counts.length === 0) return null;
  const told = counts.map(({ word, count, unexplained }) =>
    translate(locale, unexplained === 0 ? 'difference.summary' : 'difference.summaryUnexplained', { change: word, count, unexplained }),
  );
  return <Text fw={600}>{told.join(' · ')}</Text>;
}

function Unexplained({ count }: { readonly count: number }) {
  const locale = useLocale();
  const texts = useTexts().device.components;
  if (count === 0) {
    return (
      <Alert color="gray" icon={<IconInfoCircle aria-hidden />} py="xs">
        {texts.noneUnexplained}
      </Alert>
    );
  }
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} py="xs" fw={600}>
      {translate(locale, 'device.components.unexplained', { count })}
    </Alert>
  );
}
