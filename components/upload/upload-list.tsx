'use client';

import { Button, Group, Progress, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import styles from './upload.module.css';
import { isFinished, isOnItsWay, needsAttention, type UploadItem } from './upload-item.ts';
import { UploadRow } from './upload-row.tsx';
import type { UploadStore } from './upload-store.ts';

export interface UploadListProps {
  readonly uploads: Pick<UploadStore, 'cancel' | 'retry' | 'again' | 'clearFinished'>;
  readonly items: readonly UploadItem[];
}

const ANNOUNCE_MS = 1200;

/** All files with how far they are; the whole is announced now and then, not every step. */
export function UploadList({ uploads, items }: UploadListProps) {
  const texts = useTexts().upload;
  const done = items.filter(isFinished).length;
  const counts = { done, total: items.length, failed: items.filter(needsAttention).length };
  const [announced] = useDebouncedValue(items.length === 0 ? '' : fill(texts.announced, counts), ANNOUNCE_MS);
  return (
    <section aria-labelledby="upload-files">
      <Title id="upload-files" order={2} size="h4" mb="xs">
        {texts.filesTitle}
      </Title>
      <p className="visually-hidden" role="status">
        {announced}
      </p>
      {items.length === 0 ? (
        <Text c="dimmed">{texts.empty}</Text>
      ) : (
        <>
          <ListHead uploads={uploads} items={items} done={done} />
          <ul className={styles.list} aria-label={texts.filesLabel}>
            {items.map((item) => (
              <UploadRow key={item.id} item={item} uploads={uploads} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function ListHead({ uploads, items, done }: UploadListProps & { readonly done: number }) {
  const texts = useTexts().upload;
  const failed = items.filter(({ state }) => state.kind === 'failed').map(({ id }) => id);
  const waiting = items.filter(isOnItsWay).map(({ id }) => id);
  const text = fill(texts.progress, { done, total: items.length });
  return (
    <>
      <Progress value={(100 * done) / items.length} aria-label={text} mb={4} />
      <Group justify="space-between" mb="xs">
        <Text size="sm">{text}</Text>
        <Group gap="xs">
          {failed.length === 0 ? null : (
            <Button size="xs" variant="default" onClick={() => uploads.retry(failed)}>
              {texts.retryAll}
            </Button>
          )}
          {waiting.length === 0 ? null : (
            <Button size="xs" variant="default" onClick={() => uploads.cancel(waiting)}>
              {texts.cancelAll}
            </Button>
          )}
          {done === 0 ? null : (
            <Button size="xs" variant="subtle" onClick={uploads.clearFinished}>
              {texts.clearDone}
            </Button>
          )}
        </Group>
      </Group>
    </>
  );
}
