'use client';

import { Button, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';

/** A public key, pasted, and the issuer that it speaks for. */
export function AddVerifierKeyForm({ action }: { readonly action: FormAction }) {
  const { anchors: shared, verifiers: texts } = useTexts();
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
        <Textarea
          key={`key ${round}`}
          name="key"
          label={texts.key}
          description={texts.keyHint}
          autosize
          minRows={4}
          maxRows={12}
          maxLength={48_000}
          spellCheck={false}
          required
        />
        <TextInput key={`issuer ${round}`} name="issuer" label={texts.issuer} description={texts.issuerHint} maxLength={2048} />
        <TextInput key={`label ${round}`} name="label" label={texts.label} description={texts.labelHint} maxLength={200} required />
        <TextInput key={`reason ${round}`} name="reason" label={texts.reason} description={shared.reasonHint} maxLength={2000} required />
        <div>
          <Button type="submit" loading={isPending}>
            {texts.add}
          </Button>
        </div>
      </Stack>
    </Paper>
  );
}
