'use client';

import { Alert, Button, Code, CopyButton, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy, IconKey } from '@tabler/icons-react';
import { useTexts } from './locale.tsx';

/** What a server action answers a form with. */
export type ActionResult =
  | { readonly kind: 'done'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string }
  /** Something shown once, such as a new token. */
  | { readonly kind: 'secret'; readonly title: string; readonly hint: string; readonly secret: string };

/** Tells how the form's action ended; announced when it appears. */
export function ActionNotice({ result }: { readonly result: ActionResult | null }) {
  if (result === null) return null;
  if (result.kind === 'secret') return <SecretNotice {...result} />;
  const done = result.kind === 'done';
  return (
    <Alert
      color={done ? 'green' : 'red'}
      role={done ? 'status' : 'alert'}
      icon={done ? <IconCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
    >
      {result.text}
    </Alert>
  );
}

function SecretNotice({ title, hint, secret }: { readonly title: string; readonly hint: string; readonly secret: string }) {
  const texts = useTexts().shell;
  return (
    <Alert color="indigo" role="status" title={title} icon={<IconKey aria-hidden />}>
      <Text size="sm">{hint}</Text>
      <Group mt="xs" gap="xs">
        <Code className="secret">{secret}</Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="xs" variant="default" onClick={copy} leftSection={<IconCopy size={14} aria-hidden />}>
              {copied ? texts.copied : texts.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Alert>
  );
}
