'use client';

import { Button, Group } from '@mantine/core';
import { IconArrowBarToLeft, IconArrowRight } from '@tabler/icons-react';
import Link from 'next/link';
import { useTexts } from './locale.tsx';

export interface PagerProps {
  /** Address of the first page; null when this is it. */
  readonly first: string | null;
  /** Address of the next page; null on the last one. */
  readonly next: string | null;
}

/** Pages by key: forward, and back to the first one; the browser's own Back returns by one. */
export function Pager({ first, next }: PagerProps) {
  const texts = useTexts().shell;
  if (first === null && next === null) return null;
  return (
    <Group component="nav" justify="space-between" mt="md" aria-label={texts.pager}>
      {first === null ? (
        <span />
      ) : (
        <Button component={Link} prefetch={false} href={first} variant="default" leftSection={<IconArrowBarToLeft size={16} aria-hidden />}>
          {texts.firstPage}
        </Button>
      )}
      {next === null ? null : (
        <Button component={Link} prefetch={false} href={next} variant="default" rightSection={<IconArrowRight size={16} aria-hidden />}>
          {texts.nextPage}
        </Button>
      )}
    </Group>
  );
}
