'use client';

import Link from 'next/link';
import { useTexts } from '#components/ui/locale.tsx';

export interface DeviceTab {
  readonly id: string;
  readonly word: string;
  readonly href: string;
  readonly selected: boolean;
  /** Null where a number would say nothing. */
  readonly count: number | null;
}

/** Parts of the page: each has its own address, so these are links. */
export function DeviceTabs({ tabs }: { readonly tabs: readonly DeviceTab[] }) {
  const texts = useTexts().device.tabs;
  return (
    <nav aria-label={texts.label} className="device-tabs">
      {tabs.map(({ id, word, href, selected, count }) => (
        <Link prefetch={false} key={id} href={href} scroll={false} aria-current={selected ? 'page' : undefined} className="device-tab">
          {word}
          {count === null ? null : <span className="tab-count">{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
