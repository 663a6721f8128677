'use client';

import { Skeleton, Stack } from '@mantine/core';
import { useTexts } from '#components/ui/locale.tsx';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

export default function Loading() {
  return (
    <Stack role="status" aria-label={useTexts().shell.loading}>
      <Skeleton height={64} />
      <Skeleton height={40} />
      {ROWS.map((row) => (
        <Skeleton key={row} height={36} />
      ))}
    </Stack>
  );
}
