'use client';

import { Textarea } from '@mantine/core';
import { useTexts } from '#components/ui/locale.tsx';

export function ReasonField() {
  const { actions } = useTexts().device;
  return <Textarea name="reason" label={actions.reason} description={actions.reasonHint} maxLength={2000} autosize minRows={2} required />;
}
