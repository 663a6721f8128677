'use client';

import { Button, Progress, Text } from '@mantine/core';
import { memo } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { visibleText } from '#lib/present/visible-text.ts';
import { sizeText } from './send-item.ts';
import styles from './upload.module.css';
import { isOnItsWay, percentOf, type UploadItem } from './upload-item.ts';
import { UploadResult } from './upload-result.tsx';
import { UploadStateMark } from './upload-state-mark.tsx';
import type { UploadStore } from './upload-store.ts';

export interface UploadRowProps {
  readonly item: UploadItem;
  readonly uploads: Pick<UploadStore, 'cancel' | 'retry' | 'again'>;
}

/** One file: its name, how far it is or what became of it, and what can be done. Drawn again only when it changes. */
export const UploadRow = memo(
  function UploadRow({ item, uploads }: UploadRowProps) {
    const texts = useTexts().upload;
    const { state, file } = item;
    const name = visibleText(item.name);
    return (
      <li className={styles.row}>
        <div>
          <Text className={styles.name} fw={600}>
            {name}
          </Text>
          <Text size="sm" c="dimmed">
            {[sizeText(file.size), item.device?.name, item.role === null ? undefined : texts.roles[item.role]]
              .filter((part) => part !== undefined)
              .join(' · ')}
          </Text>
        </div>
        <div>
          <UploadStateMark item={item} />
          {state.kind === 'sending' ? (
            <Progress value={percentOf(item)} mt={6} aria-label={fill(texts.progressOf, { file: name })} />
          ) : null}
          <UploadResult state={state} />
        </div>
        <RowActions item={item} uploads={uploads} name={name} />
      </li>
    );
  },
  (before, after) => before.item === after.item,
);

function RowActions({ item, uploads, name }: UploadRowProps & { readonly name: string }) {
  const texts = useTexts().upload;
  const { id, state } = item;
  return (
    <div className={styles.actions}>
      {isOnItsWay(item) ? (
        <Button size="xs" variant="default" onClick={() => uploads.cancel([id])} aria-label={fill(texts.cancelFile, { file: name })}>
          {texts.cancel}
        </Button>
      ) : null}
      {state.kind === 'failed' || state.kind === 'canceled' ? (
        <Button size="xs" variant="default" onClick={() => uploads.retry([id])} aria-label={fill(texts.retryFile, { file: name })}>
          {texts.retry}
        </Button>
      ) : null}
      {state.kind === 'skipped' ? (
        <Button size="xs" variant="default" onClick={() => uploads.again(id)} aria-label={fill(texts.againFile, { file: name })}>
          {texts.again}
        </Button>
      ) : null}
    </div>
  );
}
