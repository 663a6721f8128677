import { Box, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export interface PageHeaderProps {
  readonly title: ReactNode;
  /** One sentence: what this page is for. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
}

export function PageHeader({ title, lead, actions }: PageHeaderProps) {
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="md">
      <Box maw={760}>
        <Title order={1} size="h2">
          {title}
        </Title>
        {lead === undefined ? null : (
          <Text c="dimmed" mt={4} component="div">
            {lead}
          </Text>
        )}
      </Box>
      {actions === undefined ? null : <Group gap="sm">{actions}</Group>}
    </Group>
  );
}
