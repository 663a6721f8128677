'use client';

import { Anchor, Group, Text } from '@mantine/core';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { HashChip } from '#components/ui/hash-chip.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { timeText } from '#lib/present/time-text.ts';
import styles from './cause.module.css';
import { FindingHistory } from './finding-history.tsx';
import type { FindingItem } from './inbox.ts';
import { NamedDevices } from './named-devices.tsx';

export interface FindingArticleProps {
  readonly item: FindingItem;
  /** Stands before the device's name: the box that marks it. */
  readonly mark?: ReactNode;
}

/** The finding of one device: what was expected and seen, on what it rests, what would resolve it, and its history. */
export function FindingArticle({ item, mark }: FindingArticleProps) {
  const texts = useTexts().findings;
  return (
    <article className={styles.item}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        {mark}
        <div style={{ minWidth: 0, flex: 1 }}>
          <Group gap="0 16px" align="baseline">
            <Anchor component={Link} prefetch={false} href={`/devices/${encodeURIComponent(item.device)}`} fw={600} className="breakable">
              {item.deviceName}
            </Anchor>
            <Text size="sm" c="dimmed">
              {fill(texts.openSince, { at: timeText(item.openedAt) })}
              {item.closedAt === null ? '' : `, ${fill(texts.closedAt, { at: timeText(item.closedAt) })}`}
            </Text>
            {item.decision === null ? null : (
              <Text size="sm" fw={600}>
                {item.decision}
              </Text>
            )}
          </Group>
          <Text className="breakable">{item.detail}</Text>
          {item.episode > 1 ? <Text fw={600}>{fill(texts.episode, { count: item.episode })}</Text> : null}
          <FindingFacts item={item} />
          <FindingHistory entries={item.history} />
        </div>
      </Group>
    </article>
  );
}

function FindingFacts({ item }: { readonly item: FindingItem }) {
  const texts = useTexts().findings;
  const hasSides = item.expected !== null || item.observed !== null;
  return (
    <dl className={styles.pair}>
      {hasSides ? (
        <>
          <dt>{texts.expected}</dt>
          <dd>{item.expected ?? texts.nothing}</dd>
          <dt>{texts.observed}</dt>
          <dd>{item.observed ?? texts.nothing}</dd>
        </>
      ) : null}
      <dt>{texts.resolve}</dt>
      <dd>{item.resolve}</dd>
      {item.named.length === 0 ? null : (
        <>
          <dt>{texts.named}</dt>
          <dd>
            <NamedDevices devices={item.named} />
          </dd>
        </>
      )}
      <dt>{texts.evidence}</dt>
      <dd>
        <Group gap="xs" component="span">
          {item.because.map((hash) => (
            <HashChip key={hash} hash={hash} href={`/artifacts/${hash}`} />
          ))}
        </Group>
      </dd>
    </dl>
  );
}
