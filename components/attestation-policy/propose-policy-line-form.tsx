'use client';

import { Button, Checkbox, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import { ActionNotice } from '#components/ui/action-notice.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import { type FormAction, useFormAction } from '#components/ui/use-form-action.ts';

const MAX_NAMES = 4096;

/** Proposes what a group of devices has to show. */
export function ProposePolicyLineForm({ action }: { readonly action: FormAction }) {
  const { attestationPolicy: texts, policy } = useTexts();
  const { result, isPending, round, onSubmit } = useFormAction(action);
  return (
    <Paper component="form" onSubmit={onSubmit} withBorder p="md" maw={760} aria-label={texts.addTitle}>
      <Stack>
        <Title order={2} size="h4">
          {texts.addTitle}
        </Title>
        <Text size="sm">{texts.addHint}</Text>
        <ActionNotice result={result} />
        <Stack key={round}>
          <TextInput name="manufacturers" label={texts.manufacturers} description={texts.namesHint} maxLength={MAX_NAMES} />
          <TextInput name="models" label={texts.models} maxLength={MAX_NAMES} />
          <TextInput name="devices" label={texts.devices} maxLength={MAX_NAMES} />
          <TextInput name="freshnessDays" inputMode="numeric" label={texts.freshness} description={texts.freshnessHint} maxLength={5} />
          <TextInput name="requiredPcrs" label={texts.pcrs} description={texts.pcrsHint} maxLength={100} />
          <Checkbox name="requireSecureBoot" label={texts.secureBoot} />
          <Checkbox name="requireReferences" label={texts.references} />
          <TextInput name="reason" label={policy.reason} description={policy.reasonHint} maxLength={2000} required />
        </Stack>
        <div>
          <Button type="submit" loading={isPending}>
            {texts.propose}
          </Button>
        </div>
      </Stack>
    </Paper>
  );
}
