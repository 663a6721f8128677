'use client';

import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import Link from 'next/link';
import { useId } from 'react';
import { EvidenceChip } from '#components/device/evidence-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import { ToneMark } from '#components/ui/tone-mark.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { DifferenceGroup, DifferenceRow } from '#lib/present/difference-view.ts';
import { UnitCellText } from './unit-cell-text.tsx';

export interface DifferenceTableProps {
  readonly group: DifferenceGroup;
  readonly sides: { readonly expected: string; readonly observed: string };
  /** What an empty side says. */
  readonly absent: { readonly expected: string; readonly observed: string };
  /** Row id to where its finding is seen, and decided about by those who may. */
  readonly findingHrefs: Readonly<Record<string, string>>;
  readonly findingWord: string;
  /** The time of each step: in history it differs from row to row. */
  readonly showTimes: boolean;
  /** The page of names that mean the same; null for who may not see it. */
  readonly aliasesHref: string | null;
}

/** One kind of part: expected, observed, verdict. On a narrow screen each row is a card. */
export function DifferenceTable({ group, sides, absent, findingHrefs, findingWord, showTimes, aliasesHref }: DifferenceTableProps) {
  const { components } = useTexts().device;
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h5" id={id}>
        {group.word}
      </Title>
      <table className="differences">
        <caption className="visually-hidden">{fill(components.caption, { category: group.word })}</caption>
        <thead>
          <tr>
            <th scope="col">{sides.expected}</th>
            <th scope="col">{sides.observed}</th>
            <th scope="col">{components.verdict}</th>
          </tr>
        </thead>
        <tbody>
          {group.rows.map((row) => (
            <tr key={row.id} data-unexplained={row.isUnexplained}>
              <td data-label={sides.expected}>
                <UnitCellText cell={row.expected} absent={absent.expected} />
              </td>
              <td data-label={sides.observed}>
                <UnitCellText cell={row.observed} absent={absent.observed} />
              </td>
              <td data-label={components.verdict}>
                <Verdict row={row} href={findingHrefs[row.id]} findingWord={findingWord} showTimes={showTimes} aliasesHref={aliasesHref} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface VerdictProps {
  readonly row: DifferenceRow;
  readonly href: string | undefined;
  readonly findingWord: string;
  readonly showTimes: boolean;
  readonly aliasesHref: string | null;
}

function Verdict({ row, href, findingWord, showTimes, aliasesHref }: VerdictProps) {
  const { components } = useTexts().device;
  return (
    <Stack gap={6} align="flex-start">
      <ToneMark glyph={row.glyph} tone={row.tone} strong={row.isUnexplained}>
        {row.word}
      </ToneMark>
      {row.authorization === null ? null : (
        <ToneMark glyph={row.authorization.tone === 'good' ? 'signed' : 'warning'} tone={row.authorization.tone}>
          {row.authorization.word}
        </ToneMark>
      )}
      {showTimes ? (
        <Text size="sm">
          <TimeText at={row.at} />
        </Text>
      ) : null}
      {row.notes.map((note) => (
        <Text key={note} size="sm" className="breakable">
          {note}
        </Text>
      ))}
      {row.whyEqual === null ? null : (
        <details className="why">
          <summary>{components.whyEqual}</summary>
          {row.whyEqual}{' '}
          {row.isByAlias && aliasesHref !== null ? (
            <Anchor component={Link} prefetch={false} href={aliasesHref} size="sm" className="target">
              {components.toAliases}
            </Anchor>
          ) : null}
        </details>
      )}
      {row.kind === 'same' ? null : (
        <Group gap={4}>
          {row.because.map((sha256) => (
            <EvidenceChip key={sha256} sha256={sha256} />
          ))}
        </Group>
      )}
      {href === undefined ? null : (
        <Anchor component={Link} prefetch={false} href={href} size="sm" className="target">
          {findingWord}
        </Anchor>
      )}
    </Stack>
  );
}
