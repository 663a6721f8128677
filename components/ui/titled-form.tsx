'use client';

import { Button, type ButtonProps, Paper, Stack, Text, TextInput, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ActionNotice } from './action-notice.tsx';
import { useTexts } from './locale.tsx';
import { type FormAction, useFormAction } from './use-form-action.ts';

export interface TitledFormProps {
  readonly action: FormAction;
  readonly title: string;
  readonly hint: string;
  /** On the button. */
  readonly submit: string;
  readonly color?: NonNullable<ButtonProps['color']>;
  /** What the reason is asked by, where it isn't called so. */
  readonly reason?: string;
  /** Its fields, emptied when it was done; the reason follows them. */
  readonly children: ReactNode;
}

/** What a person may say below a list or a line: what it does, its fields, the reason that stays on record, and one button. */
export function TitledForm({ action, title, hint, submit, color, reason, children }: TitledFormProps) {
  const { governed } = useTexts();
  const { result, isPending, round, onSubmit } = useFormAction(action);
  return (
    <Paper component="form" onSubmit={onSubmit} withBorder p="md" maw={760} aria-label={title}>
      <Stack>
        <Title order={2} size="h4">
          {title}
        </Title>
        <Text size="sm">{hint}</Text>
        <ActionNotice result={result} />
        <Stack key={round}>
          {children}
          <TextInput name="reason" label={reason ?? governed.reason} description={governed.reasonHint} maxLength={2000} required />
        </Stack>
        <div>
          <Button type="submit" loading={isPending} {...(color === undefined ? {} : { color })}>
            {submit}
          </Button>
        </div>
      </Stack>
    </Paper>
  );
}
