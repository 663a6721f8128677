'use client';

import { Anchor, Group } from '@mantine/core';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';
import { TONE_COLORS } from '#components/ui/tone-mark.tsx';
import type { Tone } from '#lib/present/tone.ts';

/** So many devices stand out, in a sentence, and where they are listed. */
export interface AttestationCount {
  readonly text: string;
  readonly tone: Tone;
  readonly href: string;
  readonly selected: boolean;
}

/** What the TPMs of the fleet leave to be done: each sentence is a filter. Nothing where there is nothing to do. */
export function AttestationCounts({ counts }: { readonly counts: readonly AttestationCount[] }) {
  const { fleet } = useTexts();
  if (counts.length === 0) return null;
  return (
    <Group component="nav" gap="md" mb="md" aria-label={fleet.attestationHeading}>
      {counts.map(({ text, tone, href, selected }) => (
        <Anchor
          key={href}
          component={Link}
          prefetch={false}
          href={href}
          size="sm"
          className="target attestation-count"
          aria-current={selected ? 'true' : undefined}
          style={{ borderColor: `var(--mantine-color-${TONE_COLORS[tone]}-6)` }}
        >
          {text}
        </Anchor>
      ))}
    </Group>
  );
}
