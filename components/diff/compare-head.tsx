'use client';

import { Anchor, Group, Title } from '@mantine/core';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import { timeText } from '#lib/present/time-text.ts';

export interface CompareHeadProps {
  readonly from: string;
  readonly to: string;
  readonly endHref: string;
}

/** Which two moments are compared, and the way out. */
export function CompareHead({ from, to, endHref }: CompareHeadProps) {
  const texts = useTexts().device.moment;
  return (
    <Group justify="space-between">
      <Title order={2} size="h4">
        {fill(texts.comparing, { from: timeText(from), to: timeText(to) })}
      </Title>
      <Anchor component={Link} prefetch={false} href={endHref} className="target">
        {texts.compareEnd}
      </Anchor>
    </Group>
  );
}
