'use client';

import { Alert, Button, PasswordInput, Stack } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useActionState } from 'react';
import { useTexts } from '#components/ui/locale.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';

export type PasswordRefusal =
  | 'too-short'
  | 'too-long'
  | 'contains-name'
  | 'same'
  | 'wrong-current'
  | 'not-repeated'
  | { readonly waitSeconds: number };

export interface ChangePasswordFormProps {
  /** The server action; it leads to the sign-in page when the password was changed. */
  readonly action: (previous: PasswordRefusal | null, form: FormData) => Promise<PasswordRefusal | null>;
}

export function ChangePasswordForm({ action }: ChangePasswordFormProps) {
  const texts = useTexts().signIn;
  const [refusal, submit, pending] = useActionState(action, null);
  return (
    <form action={submit}>
      <Stack maw={420}>
        {refusal === null ? null : (
          <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />}>
            {refusalText(refusal, texts)}
          </Alert>
        )}
        <PasswordInput name="current" label={texts.current} autoComplete="current-password" required />
        <PasswordInput name="next" label={texts.next} description={texts.nextHint} autoComplete="new-password" minLength={12} required />
        <PasswordInput name="repeat" label={texts.repeat} autoComplete="new-password" required />
        <Button type="submit" loading={pending}>
          {texts.save}
        </Button>
      </Stack>
    </form>
  );
}

function refusalText(refusal: PasswordRefusal, texts: Catalogue['signIn']): string {
  if (typeof refusal === 'object') return fill(texts.throttled, { minutes: Math.max(1, Math.ceil(refusal.waitSeconds / 60)) });
  switch (refusal) {
    case 'too-short':
      return texts.tooShort;
    case 'too-long':
      return texts.tooLong;
    case 'contains-name':
      return texts.containsName;
    case 'same':
      return texts.same;
    case 'wrong-current':
      return texts.wrongCurrent;
    case 'not-repeated':
      return texts.notRepeated;
    default:
      return refusal satisfies never;
  }
}
