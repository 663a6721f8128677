'use client';

import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';
import { fill } from '#lib/i18n/fill.ts';

export interface RemoveTrustedProps {
  readonly row: { readonly sha256: string; readonly label: string };
  readonly action: FormAction;
}

/** Asks for the reason before an anchor, or the key of a verifier, stops being trusted. */
export function RemoveTrusted({ row, action }: RemoveTrustedProps) {
  const { anchors: texts, shell } = useTexts();
  const [opened, { open, close }] = useDisclosure(false);
  const { result, isPending, onSubmit } = useFormAction(action);
  const title = fill(texts.removeTitle, { label: row.label });
  return (
    <>
      <Button size="xs" variant="default" onClick={open} aria-label={title}>
        {texts.remove}
      </Button>
      <Modal opened={opened} onClose={close} title={title} closeButtonProps={{ 'aria-label': shell.close }}>
        <form onSubmit={onSubmit}>
          <Stack>
            <Text size="sm">{texts.removeHint}</Text>
            <ActionNotice result={result} />
            <input type="hidden" name="sha256" value={row.sha256} />
            <TextInput name="reason" label={texts.reason} description={texts.reasonHint} maxLength={2000} required data-autofocus />
            <Button type="submit" color="red" loading={isPending}>
              {texts.remove}
            </Button>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
