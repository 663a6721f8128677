'use client';

import { Group } from '@mantine/core';
import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';
import './difference.css';

export interface ScopeSwitchProps {
  readonly scope: 'conformance' | 'history';
  readonly hrefs: Readonly<Record<'conformance' | 'history', string>>;
}

/** Two comparisons, never mixed: expected against observed now, and the steps that led here. */
export function ScopeSwitch({ scope, hrefs }: ScopeSwitchProps) {
  const texts = useTexts().device.components;
  return (
    <Group component="nav" gap="xs" aria-label={texts.views}>
      {(['conformance', 'history'] as const).map((each) => (
        <Link
          prefetch={false}
          key={each}
          href={hrefs[each]}
          scroll={false}
          className="scope-link"
          aria-current={each === scope ? 'page' : undefined}
        >
          {texts[each]}
        </Link>
      ))}
    </Group>
  );
}
