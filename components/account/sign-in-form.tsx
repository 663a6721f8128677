'use client';

import { Alert, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { Logo } from '#components/shell/logo.tsx';
import { useTexts } from '#components/ui/locale.tsx';
import type { Catalogue } from '#lib/i18n/catalogue.ts';
import { fill } from '#lib/i18n/fill.ts';

/** Name and password. After it, the page that was asked for loads afresh. */
export function SignInForm({ from, isPasswordChanged }: { readonly from: string; readonly isPasswordChanged: boolean }) {
  const texts = useTexts().signIn;
  const [problem, setProblem] = useState<string | null>(null);
  const [working, setWorking] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setWorking(true);
    setProblem(null);
    const refusal = await attempt({ name: String(form.get('name')), password: String(form.get('password')) });
    if (refusal === null) {
      window.location.assign(from);
      return;
    }
    setWorking(false);
    setProblem(problemText(refusal, texts));
  };

  return (
    <Paper component="form" method="post" withBorder p="xl" onSubmit={submit} w="100%" maw={420}>
      <Stack>
        <Logo />
        <Title order={1} size="h3">
          {texts.title}
        </Title>
        {isPasswordChanged && problem === null ? (
          <Alert color="green" role="status" icon={<IconCheck aria-hidden />}>
            {texts.saved}
          </Alert>
        ) : null}
        {problem === null ? null : (
          <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />}>
            {problem}
          </Alert>
        )}
        <TextInput name="name" label={texts.name} autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus />
        <PasswordInput name="password" label={texts.password} autoComplete="current-password" required />
        <Button type="submit" loading={working}>
          {texts.submit}
        </Button>
        <Text size="sm" c="dimmed">
          {texts.firstTime}
        </Text>
      </Stack>
    </Paper>
  );
}

/** Null when signed in, else the code of the refusal. */
async function attempt(credentials: { name: string; password: string }): Promise<string | null> {
  try {
    const answer = await signIn('credentials', { ...credentials, redirect: false });
    return answer?.ok ? null : (answer?.error ?? 'unreachable');
  } catch {
    return 'unreachable';
  }
}

function problemText(refusal: string, texts: Catalogue['signIn']): string {
  const throttled = /^throttled:(\d+)$/.exec(refusal);
  if (throttled !== null) return fill(texts.throttled, { minutes: Math.max(1, Math.ceil(Number(throttled[1]) / 60)) });
  return refusal === 'wrong' ? `${texts.wrong} ${texts.wrongHelp}` : texts.unreachable;
}
