'use client';

import { Alert, Anchor, List, Text } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';

/** A change of the table that waits for a second person, in words. */
export interface WaitingChange {
  /** Of the statement that proposes it. */
  readonly id: string;
  /** The page of the line that it adds or ends. */
  readonly href: string;
  /** What the line says. */
  readonly text: string;
  /** Who proposed what, and why. */
  readonly said: string;
}

/** Everybody who may read the table sees what waits; each has a page that shows what it would change. */
export function WaitingChanges({ rows }: { readonly rows: readonly WaitingChange[] }) {
  const texts = useTexts().governed;
  if (rows.length === 0) return null;
  return (
    <Alert color="indigo" variant="light" icon={<IconUserCheck aria-hidden />} title={texts.waiting}>
      <List spacing="sm" listStyleType="none" aria-label={texts.waiting}>
        {rows.map(({ id, href, text, said }) => (
          <List.Item key={id}>
            <Text className="breakable">
              <bdi>{text}</bdi>
            </Text>
            <Text size="sm" className="breakable">
              {said}
            </Text>
            <Anchor component={Link} prefetch={false} href={href} size="sm">
              {texts.look}
            </Anchor>
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
