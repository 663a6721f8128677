'use client';

import { Button, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';
import { CertificateField } from './certificate-field.tsx';

/** A certificate, pasted or from a file; its digest is to be compared by another way first. */
export function AddAnchorForm({ action }: { readonly action: FormAction }) {
  const texts = useTexts().anchors;
  const { result, isPending, round, onSubmit } = useFormAction(action);
  return (
    <Paper component="form" onSubmit={onSubmit} withBorder p="md" maw={720}>
      <Stack>
        <Title order={2} size="h4">
          {texts.addTitle}
        </Title>
        <Text size="sm" c="dimmed">
          {texts.addHint}
        </Text>
        <ActionNotice result={result} />
        <CertificateField key={`certificate ${round}`} />
        <TextInput key={`label ${round}`} name="label" label={texts.label} description={texts.labelHint} maxLength={200} required />
        <TextInput key={`reason ${round}`} name="reason" label={texts.reason} description={texts.reasonHint} maxLength={2000} required />
        <div>
          <Button type="submit" loading={isPending}>
            {texts.add}
          </Button>
        </div>
      </Stack>
    </Paper>
  );
}
