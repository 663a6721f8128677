'use client';

import { type RefObject, useEffect } from 'react';
import { isTyping, useSingleKeys } from '#components/ui/single-keys.tsx';

/** `j` and `k` move the focus between the items of a list that is no table; Enter is that of the link itself. */
export function useListKeys(list: RefObject<HTMLElement | null>): void {
  const { enabled } = useSingleKeys();
  useEffect(() => {
    if (!enabled) return undefined;
    const onKey = (event: KeyboardEvent) => {
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      if (step === 0 || isTyping(event) || list.current === null) return;
      event.preventDefault();
      moveFocus([...list.current.querySelectorAll<HTMLElement>('[data-list-item]')], step);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [enabled, list]);
}

function moveFocus(items: readonly HTMLElement[], step: number): void {
  const present = items.findIndex((item) => item.matches(':focus'));
  const next = items[present === -1 ? 0 : Math.min(items.length - 1, Math.max(0, present + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
