'use client';

import { Button, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useActionState } from 'react';
import { ActionNotice, type ActionResult } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';

export type AnchorAction = (previous: ActionResult | null, form: FormData) => Promise<ActionResult>;

/** A certificate, pasted; its digest is to be compared by another way first. */
export function AddAnchorForm({ action }: { readonly action: AnchorAction }) {
  const texts = useTexts().anchors;
  const [result, submit, pending] = useActionState<ActionResult | null, FormData>(action, null);
  return (
    <Paper component="form" action={submit} withBorder p="md" maw={720}>
      <Stack>
        <Title order={2} size="h4">
          {texts.addTitle}
        </Title>
        <Text size="sm" c="dimmed">
          {texts.addHint}
        </Text>
        <ActionNotice result={result} />
        <Textarea
          name="certificate"
          label={texts.certificate}
          description={texts.certificateHint}
          autosize
          minRows={4}
          maxRows={12}
          spellCheck={false}
          required
        />
        <TextInput name="label" label={texts.label} description={texts.labelHint} maxLength={200} required />
        <TextInput name="reason" label={texts.reason} description={texts.reasonHint} maxLength={2000} required />
        <div>
          <Button type="submit" loading={pending}>
            {texts.add}
          </Button>
        </div>
      </Stack>
    </Paper>
  );
}
