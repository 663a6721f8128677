'use client';

import { Alert, Code, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTexts } from './locale.tsx';

export interface ErrorNoticeProps {
  readonly title: string;
  /** The notice stands in place of a page, so its title is the page's. */
  readonly isPage?: boolean;
  readonly what: ReactNode;
  /** What stays safe. */
  readonly safe?: ReactNode;
  /** What to do. */
  readonly fix?: ReactNode;
  /** To be given to whoever looks into it. */
  readonly reference?: string | undefined;
  readonly children?: ReactNode;
}

/** Every refusal: what happened, what stays safe, what to do. Announced when it appears. */
export function ErrorNotice({ title, isPage = false, what, safe, fix, reference, children }: ErrorNoticeProps) {
  const texts = useTexts().shell;
  const heading = isPage ? (
    <Title order={1} size="h4" c="inherit">
      {title}
    </Title>
  ) : (
    title
  );
  return (
    <Alert color="red" variant="light" title={heading} icon={<IconAlertTriangle aria-hidden />} role="alert">
      <Stack gap="xs">
        <Line label={texts.whatHappened}>{what}</Line>
        {safe === undefined ? null : <Line label={texts.whatIsSafe}>{safe}</Line>}
        {fix === undefined ? null : <Line label={texts.whatToDo}>{fix}</Line>}
        {reference === undefined ? null : <Code>{reference}</Code>}
        {children}
      </Stack>
    </Alert>
  );
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <Text size="sm">
      <strong>{label}: </strong>
      {children}
    </Text>
  );
}
