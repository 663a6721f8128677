'use client';

import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useTexts } from '#components/ui/locale.tsx';
import type { FormActionState } from '#components/ui/use-form-action.ts';

export interface WithdrawEnrolmentFormProps {
  readonly statement: string;
  readonly action: FormActionState;
  readonly onCancel: () => void;
}

/** A person takes an enrolment back, and says why. */
export function WithdrawEnrolmentForm({ statement, action, onCancel }: WithdrawEnrolmentFormProps) {
  const texts = useTexts().enrolments;
  return (
    <form onSubmit={action.onSubmit} style={{ gridColumn: '1 / -1' }}>
      <input type="hidden" name="statement" value={statement} />
      <Stack gap="sm" maw={560}>
        <Text size="sm" c="dimmed">
          {texts.withdrawLead}
        </Text>
        <Textarea name="reason" label={texts.reason} description={texts.reasonHint} maxLength={2000} autosize minRows={2} required />
        <Group>
          <Button type="submit" color="red" loading={action.isPending}>
            {texts.withdrawIt}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {texts.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
