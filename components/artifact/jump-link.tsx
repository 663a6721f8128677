'use client';

import { Anchor } from '@mantine/core';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';
import { fill } from '#lib/i18n/fill.ts';
import type { Jump } from './artifact-page.ts';

/** Leads to an octet in the raw content of the same page. */
export function JumpLink({ jump, text }: { readonly jump: Jump; readonly text?: string }) {
  const texts = useTexts().artifact;
  const { offset, href } = jump;
  return (
    <Anchor component={Link} prefetch={false} href={href} scroll={false} inherit aria-label={fill(texts.jumpTo, { offset })}>
      {text ?? fill(texts.jump, { offset })}
    </Anchor>
  );
}
