'use client';

import { Button, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';

/** As the API takes a name. */
const MAX_NAME = 4096;

/** Proposes that two names of manufacturers mean the same. */
export function ProposeAliasForm({ action }: { readonly action: FormAction }) {
  const { aliases, policy } = useTexts();
  const { result, isPending, round, onSubmit } = useFormAction(action);
  return (
    <Paper component="form" onSubmit={onSubmit} withBorder p="md" maw={760} aria-label={aliases.addTitle}>
      <Stack>
        <Title order={2} size="h4">
          {aliases.addTitle}
        </Title>
        <Text size="sm">{aliases.addHint}</Text>
        <ActionNotice result={result} />
        <Stack key={round}>
          <TextInput name="name" label={aliases.name} description={aliases.nameHint} maxLength={MAX_NAME} required />
          <TextInput name="means" label={aliases.means} description={aliases.meansHint} maxLength={MAX_NAME} required />
          <TextInput name="reason" label={policy.reason} description={policy.reasonHint} maxLength={2000} required />
        </Stack>
        <div>
          <Button type="submit" loading={isPending}>
            {aliases.propose}
          </Button>
        </div>
      </Stack>
    </Paper>
  );
}
