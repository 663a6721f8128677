'use client';

import { Group, Text } from '@mantine/core';
import Link from 'next/link';
import { useLocale, useTexts } from '#components/ui/locale.tsx';
import { TrustBadge } from '#components/ui/trust-badge.tsx';
import type { Trust } from '#lib/present/vocabulary.ts';
import './fleet.css';

export interface TrustCount {
  readonly trust: Trust;
  readonly count: number;
  readonly href: string;
  readonly selected: boolean;
}

export interface TrustCountsProps {
  readonly counts: readonly TrustCount[];
  readonly total: { readonly count: number; readonly href: string; readonly selected: boolean };
}

/** How many devices can be trusted, and how many can't: each count is a filter. */
export function TrustCounts({ counts, total }: TrustCountsProps) {
  const texts = useTexts().fleet;
  const locale = useLocale();
  return (
    <Group component="nav" align="stretch" gap={8} mb="md" aria-label={texts.trustHeading}>
      <Link prefetch={false} href={total.href} className="trust-count" aria-current={total.selected ? 'true' : undefined}>
        <Text component="span" className="trust-number">
          {total.count.toLocaleString(locale)}
        </Text>
        <Text component="span" size="sm">
          {texts.all}
        </Text>
      </Link>
      {counts.map(({ trust, count, href, selected }) => (
        <Link prefetch={false} key={trust} href={href} className="trust-count" aria-current={selected ? 'true' : undefined}>
          <Text component="span" className="trust-number">
            {count.toLocaleString(locale)}
          </Text>
          <TrustBadge trust={trust} plain />
        </Link>
      ))}
    </Group>
  );
}
