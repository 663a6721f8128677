'use client';

import { Text } from '@mantine/core';
import { useTexts } from '#components/ui/locale.tsx';
import { TimeText } from '#components/ui/time-text.tsx';
import type { HistoryEntry } from '#lib/present/finding-history.ts';
import styles from './cause.module.css';

/** Episodes and decisions, the newest first. */
export function FindingHistory({ entries }: { readonly entries: readonly HistoryEntry[] }) {
  const texts = useTexts().findings;
  return (
    <details className="disclosure">
      <summary>{`${texts.history} (${entries.length})`}</summary>
      <ol className={styles.history}>
        {entries.map(({ id, at, text, reason, states }) => (
          <li key={id}>
            <TimeText at={at} /> · {text}
            {states.map((state) => (
              <Text key={state} component="span" inherit fw={600}>
                {` · ${state}`}
              </Text>
            ))}
            {reason === null || reason === '' ? null : (
              <Text size="sm" c="dimmed" className="breakable">
                {reason}
              </Text>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}
