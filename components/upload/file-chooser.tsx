'use client';

import { Button, FileButton, Group, Text } from '@mantine/core';
import { IconFiles, IconFolder, IconUpload } from '@tabler/icons-react';
import { type DragEvent, useRef, useState } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { chosenFiles, droppedFiles, type NamedFile } from './dropped-files.ts';
import { sizeText } from './send-item.ts';
import styles from './upload.module.css';
import { MAX_CERTIFICATE_BYTES, MAX_FILE_BYTES } from './upload-item.ts';

/** Three ways to the same list: files, a folder, or a drop. The buttons are the alternative to the drag. */
export function FileChooser({ onFiles }: { readonly onFiles: (files: readonly NamedFile[]) => void }) {
  const texts = useTexts().upload;
  const [isOver, setIsOver] = useState(false);
  const reset = useRef<() => void>(null);
  const choose = (files: readonly File[]): void => {
    onFiles(files.map((file) => ({ file, name: file.name })));
    // Else the browser keeps silent when the same file is chosen again.
    reset.current?.();
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    // A folder that vanishes while it is read gives what was read of it.
    droppedFiles(event.dataTransfer).then(onFiles, () => undefined);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the drop is a shortcut; the two buttons do the same by keyboard.
    <div
      className={styles.zone}
      {...(isOver ? { 'data-over': true } : {})}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
    >
      <IconUpload size={32} aria-hidden />
      <Group justify="center">
        <FileButton multiple resetRef={reset} onChange={choose}>
          {(props) => (
            <Button {...props} leftSection={<IconFiles size={18} aria-hidden />}>
              {texts.choose}
            </Button>
          )}
        </FileButton>
        <FolderButton onFiles={onFiles} />
      </Group>
      <Text>{isOver ? texts.dropNow : texts.drop}</Text>
      <Text size="sm" c="dimmed">
        {fill(texts.limits, { file: sizeText(MAX_FILE_BYTES), certificate: sizeText(MAX_CERTIFICATE_BYTES) })}
      </Text>
    </div>
  );
}

/** The component library's button can't ask for a folder. */
function FolderButton({ onFiles }: { readonly onFiles: (files: readonly NamedFile[]) => void }) {
  const texts = useTexts().upload;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        {...{ webkitdirectory: '' }}
        onChange={({ currentTarget }) => {
          if (currentTarget.files !== null) onFiles(chosenFiles(currentTarget.files));
          currentTarget.value = '';
        }}
      />
      <Button variant="default" leftSection={<IconFolder size={18} aria-hidden />} onClick={() => input.current?.click()}>
        {texts.chooseFolder}
      </Button>
    </>
  );
}
