'use client';

import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { DevicePicker, type PickedDevice } from '#components/ui/device-picker.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import type { FormActionState } from '#components/ui/use-form-action.ts';

export interface LinkFormProps {
  readonly submission: string;
  readonly action: FormActionState;
  readonly onCancel: () => void;
}

/** A person says to which device a file belongs, and why. */
export function LinkForm({ submission, action, onCancel }: LinkFormProps) {
  const texts = useTexts().unlinked;
  const [device, setDevice] = useState<PickedDevice | null>(null);
  return (
    <form onSubmit={action.onSubmit} style={{ gridColumn: '1 / -1' }}>
      <input type="hidden" name="submission" value={submission} />
      <input type="hidden" name="device" value={device?.id ?? ''} />
      <Stack gap="sm" maw={560}>
        <Text size="sm" c="dimmed">
          {texts.linkLead}
        </Text>
        <DevicePicker
          label={texts.device}
          placeholder={texts.devicePlaceholder}
          nothingFound={texts.deviceNone}
          value={device}
          onChange={setDevice}
          required
        />
        <Textarea name="reason" label={texts.reason} description={texts.reasonHint} maxLength={2000} autosize minRows={2} required />
        <Group>
          <Button type="submit" loading={action.isPending}>
            {texts.record}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {texts.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
