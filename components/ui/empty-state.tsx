import { Stack, Text, ThemeIcon, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  /** An element, so that server components can hand it over. */
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
}

/** An empty page teaches: why it is empty, and what fills it. */
export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <Stack align="center" gap="sm" py="xl" maw={640} mx="auto" ta="center">
      {icon === undefined ? null : (
        <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>
          {icon}
        </ThemeIcon>
      )}
      <Title order={2} size="h3">
        {title}
      </Title>
      {typeof children === 'string' ? (
        <Text c="dimmed" className="breakable" maw="100%">
          {children}
        </Text>
      ) : (
        children
      )}
    </Stack>
  );
}
